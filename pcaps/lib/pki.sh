# shellcheck shell=bash disable=SC2034,SC2154
# The project's test authority: a root, an issuing authority below it, and leaf certificates of every kind.
#
# Made anew by each run and thrown away with it; only the certificates remain, inside the captures.

pki_create() {
    mkdir -m 755 "$pki"
    cat >"$pki/ca.cnf" <<-CNF
		[ca]
		default_ca = test
		[test]
		new_certs_dir = $pki
		database = $pki/index.txt
		rand_serial = yes
		default_md = sha256
		unique_subject = no
		policy = any
		[any]
		organizationName = optional
		commonName = supplied
		[req]
		distinguished_name = dn
		prompt = no
		[dn]
		CN = unused
	CNF
    : >"$pki/index.txt"
    pki_authority root 'Plainsight Test Root' root
    pki_authority issuing 'Plainsight Test Issuing CA' root
    cat "$pki/issuing.crt" "$pki/root.crt" >"$pki/ca-chain.pem"
    pki_oakley_group_2
    openssl genpkey -genparam -algorithm DH -pkeyopt group:ffdhe2048 -out "$pki/dh2048.pem" 2>/dev/null
}

# The prime of 1024 bits that many old servers share (RFC 2409, 6.2), as PKCS #3 parameters: OpenSSL has no name for it.
pki_oakley_group_2() {
    local prime=FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD
    prime+=EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED
    prime+=EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF
    printf 'asn1 = SEQUENCE:dh\n[dh]\np = INTEGER:0x%s\ng = INTEGER:2\n' "$prime" >"$pki/dh1024.cnf"
    openssl asn1parse -genconf "$pki/dh1024.cnf" -noout -out "$pki/dh1024.der"
    {
        echo '-----BEGIN DH PARAMETERS-----'
        openssl base64 -in "$pki/dh1024.der"
        echo '-----END DH PARAMETERS-----'
    } >"$pki/dh1024.pem"
}

# pki_authority FILE COMMON-NAME ISSUER-FILE
pki_authority() {
    openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$pki/$1.key" 2>/dev/null
    printf 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n' \
        >"$pki/$1.ext"
    openssl req -new -config "$pki/ca.cnf" -key "$pki/$1.key" -subj "/O=Plainsight project/CN=$2" -out "$pki/$1.csr"
    local signer=(-cert "$pki/$3.crt" -keyfile "$pki/$3.key")
    [[ $1 != "$3" ]] || signer=(-selfsign -keyfile "$pki/$1.key")
    pki_sign "$1" '-2 years' '+8 years' sha256 "${signer[@]}"
}

# leaf NAME [option=value…]: makes $pki/NAME.key, NAME.crt and NAME.pem (leaf and issuing authority, as servers send).
#
#   cn=HOST          common name; default NAME.plainsight.test
#   san=LIST         subject alternative names; default DNS:<cn>
#   key=rsa:2048     or rsa:1024, ec:P-256
#   from='-30 days'  to='+300 days'   validity, as date(1) reads it: 330 days and far from expiry
#   md=sha256        or sha1
#   usage=serverAuth or clientAuth
#   issuer=issuing   or self
leaf() {
    local leaf=$1 cn=$1.plainsight.test san='' key=rsa:2048 from='-30 days' to='+300 days' md=sha256
    local usage=serverAuth issuer=issuing
    shift
    local option
    for option in "$@"; do
        local "${option?}"
    done
    if [[ $key == ec:* ]]; then
        openssl genpkey -algorithm EC -pkeyopt "ec_paramgen_curve:${key#*:}" -out "$pki/$leaf.key" 2>/dev/null
    else
        openssl genpkey -algorithm RSA -pkeyopt "rsa_keygen_bits:${key#*:}" -out "$pki/$leaf.key" 2>/dev/null
    fi
    openssl req -new -config "$pki/ca.cnf" -key "$pki/$leaf.key" -subj "/O=Plainsight project/CN=$cn" \
        -out "$pki/$leaf.csr"
    printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,keyEncipherment\n' >"$pki/$leaf.ext"
    printf 'extendedKeyUsage=%s\nsubjectAltName=%s\nsubjectKeyIdentifier=hash\n' "$usage" "${san:-DNS:$cn}" \
        >>"$pki/$leaf.ext"
    if [[ $issuer == self ]]; then
        pki_sign "$leaf" "$from" "$to" "$md" -selfsign -keyfile "$pki/$leaf.key"
        cp "$pki/$leaf.crt" "$pki/$leaf.pem"
    else
        printf 'authorityKeyIdentifier=keyid\n' >>"$pki/$leaf.ext"
        pki_sign "$leaf" "$from" "$to" "$md" -cert "$pki/issuing.crt" -keyfile "$pki/issuing.key"
        cat "$pki/$leaf.crt" "$pki/issuing.crt" >"$pki/$leaf.pem"
    fi
    # Servers that give up root read their key as somebody else; it lives for minutes, in a directory of this run.
    chmod 644 "$pki/$leaf.key"
}

# pki_sign FILE FROM TO DIGEST ISSUER-OPTION…
pki_sign() {
    local file=$1 from=$2 to=$3 md=$4
    shift 4
    openssl ca -batch -notext -config "$pki/ca.cnf" -in "$pki/$file.csr" -out "$pki/$file.crt" -md "$md" \
        -extfile "$pki/$file.ext" -startdate "$(date -u -d "$from" +%Y%m%d%H%M%SZ)" \
        -enddate "$(date -u -d "$to" +%Y%m%d%H%M%SZ)" -rand_serial "$@" 2>"$pki/$file.log" ||
        { cat "$pki/$file.log" >&2; return 1; }
}
