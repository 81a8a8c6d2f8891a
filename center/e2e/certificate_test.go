package e2e

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"zhibao/center/demo"
	"zhibao/internal/identity/certificate/certtest"
)

// tool is the command that signs with keys in files, and the files of one person.
type tool struct {
	bin, key, cert string
}

// holder writes the files of a person whose certificate an authority issued.
func (b *seat) holder(bin, name string, h *certtest.Holder) tool {
	b.t.Helper()
	return tool{bin, b.file(name+".key.pem", h.KeyPEM(b.t)), b.file(name+".pem", h.PEM())}
}

// signed takes the text from the page and returns what the command makes of it.
func (b *seat) signed(p tool) string {
	b.t.Helper()
	text := b.file("zhibao-sign.txt", []byte(b.text("main code")))
	host := strings.TrimPrefix(b.URL, "http://")
	out, err := exec.Command(p.bin, "sign-challenge", "--key", p.key, "--cert", p.cert, "--host", host, text).Output()
	if err != nil {
		b.t.Fatalf("sign-challenge: %v on %q", err, b.text("main code"))
	}
	if err := exec.Command(p.bin, "sign-challenge", "--key", p.key, "--cert", p.cert, "--host", "other.example.cn", text).Run(); err == nil {
		b.t.Fatal("sign-challenge signs for another site")
	}
	return string(out)
}

// paste puts a long text into a field at once.
func (b *seat) paste(name, text string) {
	b.t.Helper()
	b.fill(chosen(name, text))
}

// byCertificate asks for a text with the button for certificates, signs it and sends the result.
func (b *seat) byCertificate(p tool) (answer string) {
	b.t.Helper()
	b.press(`form[action^="/sign-in/certificate/begin"] button`)
	answer = b.signed(p)
	b.paste("answer", answer)
	b.press(`form.form button.btn.p`)
	return answer
}

// TestCertificate registers an authority, adds a certificate and signs in with it in a real browser, alone and as
// the second factor, with the command that signs with keys in files; then it must not work twice, for somebody
// else, unbound, revoked, or after the list of the authority is over.
func TestCertificate(t *testing.T) {
	slow(t)
	w, _ := named(t, now)
	b := sit(t, w, variant{"scripts", true, 1366})
	bin := filepath.Join(t.TempDir(), "zhibao")
	if out, err := exec.Command("go", "build", "-tags", "release", "-o", bin, "zhibao/cmd/zhibao").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	auth := certtest.Authority(t, certtest.SM2, "示范省政务服务 CA", now())
	mine := auth.Issue(t, certtest.SM2, "预审一", now())
	me, stranger := b.holder(bin, "me", mine), b.holder(bin, "stranger", auth.Issue(t, certtest.SM2, "预审一", now()))

	// Without an authority nothing is offered, and the pages say so.
	b.open("/sign-in")
	if strings.Contains(b.text("main"), "证书登录") {
		t.Error("certificates are offered without an authority")
	}
	b.as("secadmin")
	b.open("/admin/signin")
	b.has("还没有，因此登录页面不提供证书登录")
	b.photo("none")
	b.open("/admin/signin/authorities/new")
	b.photo("authority-new")
	b.send(filed("cert", b.file("ca.pem", auth.PEM())), ticked("alone"))
	b.has("示范省政务服务 CA", "还没有上传", "不能使用")
	b.press(`a[href^="/admin/signin/authorities/"]:not([href$="/new"])`)
	authority := b.path()
	b.send(filed("list", b.file("ca.crl", auth.List(t, now()))))
	b.has("签发 0 天，吊销 0 个", "可单独登录")
	b.photo("rules")
	b.shown("authority", authority)

	b.as("yushen1")
	b.open("/my/ways")
	b.press(`a[href="/my/ways/certificate"]`)
	b.photo("bind-begin")
	b.press(`form[action="/my/ways/certificate/begin"] button`)
	b.photo("bind")
	b.paste("answer", b.signed(me))
	b.fill(typed("name", "办公密钥"), typed("password", "falsch und lang genug"))
	b.press(`form.form button.btn.p`)
	b.has("密码不正确，证书未添加")
	b.paste("answer", b.signed(me))
	b.fill(typed("name", "办公密钥"), typed("password", demo.Password))
	b.press(`form.form button.btn.p`)
	b.has("证书已添加", "办公密钥", "示范省政务服务 CA")
	b.photo("ways")

	// Alone.
	b.leaveHere()
	b.open("/sign-in")
	b.photo("sign-in")
	answer := b.byCertificate(me)
	b.has("我的案件")
	b.leaveHere()

	// The same answer again, and the certificate of somebody who is not bound.
	b.open("/sign-in")
	b.press(`form[action^="/sign-in/certificate/begin"] button`)
	b.photo("sign")
	b.paste("answer", answer)
	b.press(`form.form button.btn.p`)
	b.has("签名与证书或待签名文本不符")
	b.photo("refused")
	b.paste("answer", b.signed(stranger))
	b.press(`form.form button.btn.p`)
	b.has("证书未通过验证")

	// After the password: it is due now that there is one.
	b.open("/sign-in")
	b.send(typed("login", "yushen1"), typed("password", demo.Password))
	if !strings.HasPrefix(b.path(), "/second") {
		t.Fatalf("the password alone leads to %s", b.path())
	}
	b.photo("second")
	b.byCertificate(me)
	b.has("我的案件")

	b.revoked(auth, mine, me, authority)
	if len(b.stopped) > 0 {
		t.Errorf("the security policy stopped %v", b.stopped)
	}
	audit := w.person(t, "auditor").Get("/admin/audit").Body
	for _, act := range []string{"添加证书", "设置证书颁发机构", "更新吊销列表", "certificate.revoked"} {
		if !strings.Contains(audit, act) {
			t.Errorf("the audit has no %s", act)
		}
	}
}

// revoked renews the list with the certificate in it, after which it opens nothing, and removes it.
func (b *seat) revoked(auth, mine *certtest.Holder, me tool, authority string) {
	b.t.Helper()
	b.as("secadmin")
	b.open(authority)
	b.send(filed("list", b.file("ca2.crl", auth.List(b.t, now(), mine))))
	b.has("吊销 1 个")
	b.leaveHere()
	b.open("/sign-in")
	b.byCertificate(me)
	b.has("证书未通过验证")
	b.open("/sign-in")
	if strings.Contains(b.text("body"), "我的案件") {
		b.t.Error("a revoked certificate signs in")
	}
}
