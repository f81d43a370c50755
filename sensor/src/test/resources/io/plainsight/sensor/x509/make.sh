#!/bin/sh
# Makes the certificates beside it (openssl 3, any version): ./make.sh
set -e
T=$(mktemp -d)
openssl ecparam -name prime256v1 -genkey -noout -out "$T/ca.key"
openssl req -x509 -new -key "$T/ca.key" -sha256 -days 3650 -subj "/C=GB/O=Example Trust/CN=Example Root" -out "$T/ca.pem"
openssl ecparam -name prime256v1 -genkey -noout -out "$T/leaf.key"
openssl req -new -key "$T/leaf.key" -subj "/C=GB/ST=Kent/L=Dover/O=Example, Ltd/OU=Data/CN=db.internal" -out "$T/leaf.csr"
printf 'subjectAltName=DNS:db.internal,DNS:*.db.internal,IP:10.0.1.9\n' > "$T/ext"
openssl x509 -req -in "$T/leaf.csr" -CA "$T/ca.pem" -CAkey "$T/ca.key" -set_serial 0x0A1B2C -sha256 -days 90 -extfile "$T/ext" -outform DER -out leaf.der
openssl req -x509 -newkey rsa:1024 -nodes -keyout "$T/weak.key" -sha1 -days 3650 -subj "/O=Example/CN=old.internal" -outform DER -out weak.der
openssl x509 -in "$T/ca.pem" -outform DER -out ca.der
rm -r "$T"
