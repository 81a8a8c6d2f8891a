package e2e

import (
	"log/slog"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"zhibao/center/demo"
	"zhibao/internal/store/storetest"
)

// named opens a copy of the demo center under the name localhost, to which passkeys can be bound, and
// returns a second address of the same program, as an imitation would have.
func named(t testing.TB, clock func() time.Time) (*world, string) {
	t.Helper()
	from, err := built()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, "key", "root.key"), 0o600); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	w := &world{Dir: dir, Log: &buffer{}, t: t, URL: "http://localhost:" + port}
	c, _, err := demo.Open(t.Context(), demo.Options{Database: storetest.Chosen(t, ""), Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "key", "root.key"),
		Now: clock, Log: slog.New(slog.NewTextHandler(w.Log, nil)), URL: w.URL})
	if err != nil {
		t.Fatal(err)
	}
	w.Center = c
	srv := httptest.NewUnstartedServer(c.Handler())
	srv.Listener.Close()
	srv.Listener = listener
	srv.Start()
	other := httptest.NewServer(c.Handler())
	t.Cleanup(func() { srv.Close(); other.Close(); c.Close() })
	return w, strings.Replace(other.URL, "127.0.0.1", "localhost", 1)
}

// device gives the browser a device that holds keys and recognises its owner.
func (b *seat) device() webauthn.AuthenticatorID {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		b.t.Fatal(err)
	}
	made, err := chromedp.Call(b.ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: "ctap2", Transport: "internal", HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true}})
	if err != nil {
		b.t.Fatal(err)
	}
	return made.AuthenticatorID
}

// leaveHere signs out.
func (b *seat) leaveHere() { b.t.Helper(); b.press(`form[action="/sign-out"] button`) }

// byKey presses the button for passkeys and waits for the page that follows.
func (b *seat) byKey() {
	b.t.Helper()
	b.press(`form[data-passkey="get"] button`)
}

// TestPasskey adds a passkey in a real browser and signs in with it, alone and as the second factor;
// then it must not work with a device that does not know its owner, on another site, after its counter
// ran backwards, and after it was removed.
func TestPasskey(t *testing.T) {
	slow(t)
	w, imitation := named(t, now)
	b := sit(t, w, variant{"scripts", true, 1366})
	dev := b.device()
	b.as("yushen1")
	b.open("/my/ways")
	b.fill(typed("name", "办公电脑"), typed("password", demo.Password))
	b.press(`form[data-passkey="create"] button.btn`)
	b.until(`document.body.innerText.includes("通行密钥已添加")`)
	b.has("办公电脑")

	// Alone: nothing is typed.
	b.leaveHere()
	b.open("/sign-in?return=%2Fmy%2Fways")
	b.byKey()
	b.until(`location.pathname === "/my/ways"`)

	// After the password: it is due now that there is one.
	b.leaveHere()
	b.open("/sign-in?return=%2Fmy%2Fways")
	b.send(typed("login", "yushen1"), typed("password", demo.Password))
	if !strings.HasPrefix(b.path(), "/second") {
		t.Fatalf("the password alone leads to %s", b.path())
	}
	b.open("/my/ways")
	if !strings.HasPrefix(b.path(), "/sign-in") {
		t.Errorf("without the second factor: %s", b.path())
	}
	b.open("/second?return=%2Fmy%2Fways")
	b.byKey()
	b.until(`location.pathname === "/my/ways"`)
	b.leaveHere()

	b.refused(dev)

	// An imitation of the site gets a signature for its own address, which is worth nothing.
	right := w.URL
	b.URL = imitation
	b.open("/sign-in")
	b.byKey()
	b.until(`document.body.innerText.includes("通行密钥未通过验证")`)
	b.URL = right

	// The counter that runs backwards.
	b.open("/sign-in?return=%2Fmy%2Fways")
	b.cloned(dev)
	b.byKey()
	b.until(`document.body.innerText.includes("计数器倒退")`)
	b.open("/sign-in")
	b.byKey()
	b.until(`document.body.innerText.includes("通行密钥未通过验证")`)

	// What is left is the password, and the way to remove the key.
	b.as("yushen1")
	b.open("/my/ways")
	b.has("可能存在副本")
	b.press(`form[action$="/remove"] button`)
	b.has("已移除")
	b.leaveHere()
	b.open("/sign-in")
	b.byKey()
	b.until(`document.body.innerText.includes("通行密钥未通过验证")`)
	if len(b.stopped) > 0 {
		t.Errorf("the security policy stopped %v", b.stopped)
	}
	audit := w.person(t, "auditor").Get("/admin/audit").Body
	for _, act := range []string{"添加通行密钥", "通行密钥疑被复制", "移除通行密钥"} {
		if !strings.Contains(audit, act) {
			t.Errorf("the audit has no %s", act)
		}
	}
}

// refused tries the key on a device that did not recognise its owner.
func (b *seat) refused(dev webauthn.AuthenticatorID) {
	b.t.Helper()
	set := func(known bool) {
		if _, err := chromedp.Call(b.ctx, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: dev, IsUserVerified: known}); err != nil {
			b.t.Fatal(err)
		}
	}
	set(false)
	b.open("/sign-in")
	b.do(chromedp.Click(chromedp.CSS(`form[data-passkey="get"] button`)))
	b.until(`document.body.innerText.includes("未完成")`)
	set(true)
}

// cloned sets the counter of the key back, as that of a copy is.
func (b *seat) cloned(dev webauthn.AuthenticatorID) {
	b.t.Helper()
	all, err := chromedp.Call(b.ctx, webauthn.GetCredentials, webauthn.GetCredentialsParams{AuthenticatorID: dev})
	if err != nil || len(all.Credentials) != 1 {
		b.t.Fatalf("%v, %d keys", err, len(all.Credentials))
	}
	key := all.Credentials[0]
	if key.SignCount < 2 {
		b.t.Fatalf("the device counts to %v, so nothing can run backwards", key.SignCount)
	}
	if _, err := chromedp.Call(b.ctx, webauthn.RemoveCredential, webauthn.RemoveCredentialParams{AuthenticatorID: dev, CredentialID: key.CredentialID}); err != nil {
		b.t.Fatal(err)
	}
	// Not the type of the package, which always sends a field that Chromium knows for other devices.
	type copied struct {
		ID       []byte `json:"credentialId"`
		Resident bool   `json:"isResidentCredential"`
		Site     string `json:"rpId"`
		Private  []byte `json:"privateKey"`
		Owner    []byte `json:"userHandle"`
		Count    int    `json:"signCount"`
	}
	type adding struct {
		Device webauthn.AuthenticatorID `json:"authenticatorId"`
		Key    copied                   `json:"credential"`
	}
	add := cdp.Command[adding, cdp.Empty]{Method: webauthn.CommandAddCredential}
	if _, err := chromedp.Call(b.ctx, add, adding{dev, copied{key.CredentialID, true, key.RpID, key.PrivateKey, key.UserHandle, 0}}); err != nil {
		b.t.Fatal(err)
	}
}
