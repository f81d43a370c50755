#!/bin/sh
# Makes the chains, key kinds and OCSP responses beside it (openssl 3, any version): ./make-chain.sh
# The tests take every time that matters from the certificates, so a new run needs no change there.
set -e
T=$(mktemp -d)
key() { openssl ecparam -name prime256v1 -genkey -noout -out "$T/$1.key"; }
# issue NAME SUBJECT ISSUER DAYS EXTENSIONS
issue() {
  key "$1"
  openssl req -new -key "$T/$1.key" -subj "$2" -out "$T/$1.csr"
  printf "$5" > "$T/ext"
  openssl x509 -req -in "$T/$1.csr" -CA "$T/$3.pem" -CAkey "$T/$3.key" -set_serial "0x$(openssl rand -hex 8)" -sha256 -days "$4" \
    -extfile "$T/ext" -out "$T/$1.pem" 2> /dev/null
  openssl x509 -in "$T/$1.pem" -outform DER -out "chain-$1.der"
}
CA='basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n'
for root in root other; do
  key $root
  openssl req -x509 -new -key "$T/$root.key" -sha256 -days 3650 -subj "/O=Example Trust/CN=Chain Root $root" -out "$T/$root.pem"
  openssl x509 -in "$T/$root.pem" -outform DER -out "chain-$root.der"
done
# the same name as root, another key
key impostor
openssl req -x509 -new -key "$T/impostor.key" -sha256 -days 3650 -subj "/O=Example Trust/CN=Chain Root root" -out "$T/impostor.pem"
openssl x509 -in "$T/impostor.pem" -outform DER -out chain-impostor.der
issue intermediate "/O=Example Trust/CN=Chain Intermediate" root 1825 "$CA"
issue server "/O=Example/CN=not-a-name" intermediate 90 'subjectAltName=DNS:www.example.org,DNS:*.apps.example.org,IP:192.0.2.7,IP:2001:db8::7,email:ops@example.org,URI:https://example.org/\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,keyAgreement\nextendedKeyUsage=serverAuth,clientAuth\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n'
issue sibling "/CN=sibling.example.org" intermediate 90 'subjectAltName=DNS:sibling.example.org\nauthorityKeyIdentifier=keyid\n'
issue brief "/O=Example Trust/CN=Brief Intermediate" root 1 "$CA"
issue under-brief "/CN=brief.example.org" brief 90 'subjectAltName=DNS:brief.example.org\n'
issue under-server "/CN=made.example.org" server 90 'subjectAltName=DNS:made.example.org\n'
issue constrained "/O=Example Trust/CN=Constrained" root 1825 "${CA}nameConstraints=critical,permitted;DNS:inside.example.org\n"
issue outside "/CN=outside.example.net" constrained 90 'subjectAltName=DNS:outside.example.net\n'

self() { openssl req -x509 -new -key "$T/$1.key" $2 -days 90 -subj "/CN=$1.example.org" -outform DER -out "key-$1.der"; }
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$T/pss.key" 2> /dev/null
self pss "-sha384 -sigopt rsa_padding_mode:pss"
openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out "$T/pss-key.key" 2> /dev/null
self pss-key "-sha256"
openssl genpkey -algorithm ED25519 -out "$T/ed25519.key" && self ed25519
openssl genpkey -algorithm ED448 -out "$T/ed448.key" && self ed448
openssl dsaparam -out "$T/dsa.pem" 2048 2> /dev/null
openssl genpkey -paramfile "$T/dsa.pem" -out "$T/dsa.key" 2> /dev/null && self dsa -sha256
openssl ecparam -name prime256v1 -param_enc explicit -genkey -noout -out "$T/explicit.key" && self explicit -sha256
openssl ecparam -name secp384r1 -genkey -noout -conv_form compressed -out "$T/compressed.key" && self compressed -sha384
openssl ecparam -name brainpoolP320r1 -genkey -noout -out "$T/brainpool.key" && self brainpool -sha256
openssl x509 -inform DER -in key-brainpool.der -out "$T/brainpool.pem"
issue under-brainpool "/CN=under-brainpool.example.org" brainpool 90 'subjectAltName=DNS:under-brainpool.example.org\n'

serial() { openssl x509 -in "$T/$1.pem" -noout -serial | cut -d= -f2; }
printf 'V\t991231000000Z\t\t%s\tunknown\t/CN=server\n' "$(serial server)" > "$T/index.good"
printf 'R\t991231000000Z\t260101000000Z\t%s\tunknown\t/CN=server\n' "$(serial server)" > "$T/index.revoked"
openssl ocsp -issuer "$T/intermediate.pem" -cert "$T/server.pem" -reqout "$T/request" -no_nonce
for word in good revoked; do
  openssl ocsp -index "$T/index.$word" -CA "$T/intermediate.pem" -rsigner "$T/intermediate.pem" -rkey "$T/intermediate.key" \
    -reqin "$T/request" -respout "ocsp-$word.der" -ndays 7 > /dev/null 2>&1
done
rm -r "$T"
