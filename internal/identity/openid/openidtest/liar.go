// Package openidtest is a provider for tests of sign-in through OpenID Connect, which says what they
// want: the truth, or a lie that has to be found out.
package openidtest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"
)

// A Liar is a provider that says in its tokens whatever the test wants.
type Liar struct {
	*httptest.Server
	Key    *rsa.PrivateKey
	Signs  *rsa.PrivateKey // with which it signs; its published key unless the test changes it
	Now    func() time.Time
	Alg    string
	Bend   func(map[string]any) // changes the claims
	Nonce  string
	Secret string // client secret that it got
	Proof  string // code verifier that it got
}

// New starts one; it ends with the test.
func New(t testing.TB, now func() time.Time) *Liar {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	l := &Liar{Key: key, Signs: key, Alg: "RS256", Now: now}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"issuer": l.URL, "authorization_endpoint": l.URL + "/auth", "token_endpoint": l.URL + "/token",
			"jwks_uri": l.URL + "/keys", "end_session_endpoint": l.URL + "/end", "id_token_signing_alg_values_supported": []string{"RS256", "none", "HS256"}})
	})
	// Whoever comes is recognised at once.
	mux.HandleFunc("/auth", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		l.Nonce = q.Get("nonce")
		http.Redirect(w, r, q.Get("redirect_uri")+"?code=c&state="+url.QueryEscape(q.Get("state")), http.StatusSeeOther)
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		b := base64.RawURLEncoding
		_ = json.NewEncoder(w).Encode(map[string]any{"keys": []any{map[string]any{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1",
			"n": b.EncodeToString(l.Key.N.Bytes()), "e": b.EncodeToString(big.NewInt(int64(l.Key.E)).Bytes())}}})
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		_, l.Secret, _ = r.BasicAuth()
		l.Proof = r.FormValue("code_verifier")
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": l.token()})
	})
	l.Server = httptest.NewServer(mux)
	t.Cleanup(l.Close)
	return l
}

// token makes a token, right but for what the test bends.
func (l *Liar) token() string {
	now := l.Now().Unix()
	claims := map[string]any{"iss": l.URL, "aud": "zhibao", "sub": "user-7", "nonce": l.Nonce, "iat": now, "exp": now + 300, "auth_time": now,
		"name": "张三", "email": "zhang@example.cn", "email_verified": true, "acr": "gold"}
	if l.Bend != nil {
		l.Bend(claims)
	}
	head, _ := json.Marshal(map[string]string{"alg": l.Alg, "kid": "1", "typ": "JWT"})
	body, _ := json.Marshal(claims)
	b := base64.RawURLEncoding
	text := b.EncodeToString(head) + "." + b.EncodeToString(body)
	if l.Alg == "none" {
		return text + "."
	}
	sum := sha256.Sum256([]byte(text))
	sig, _ := rsa.SignPKCS1v15(nil, l.Signs, crypto.SHA256, sum[:])
	return text + "." + b.EncodeToString(sig)
}
