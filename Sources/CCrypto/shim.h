#pragma once
// OpenSSL's libcrypto; macros that do not import have forwarding inline functions here, prefixed ccrypto_.
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

static inline EVP_PKEY *ccrypto_make_p256_key(void) { return EVP_EC_gen("P-256"); }

static inline long ccrypto_memory(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }
