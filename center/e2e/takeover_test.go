package e2e

import "testing"

// Whoever lost their account asks for it in a browser with scripts: the proof of a visitor goes with
// the form, since files are taken before it from people who are signed in only.
func TestTakeOverWithScripts(t *testing.T) {
	b := sit(t, lived(t), variants()[0])
	b.open("/sign-in")
	b.press(`a[href="/takeover"]`)
	b.send(typed("code", applicant(0).Code), typed("login", "jieguan"), typed("name", "王接"), typed("phone", "13900001234"), typed("mail", "jieguan@example.com"),
		typed("reason", "原管理员离职"), filed("proof", b.file("授权书.pdf", pdf("授权"))))
	b.has("已收到", "接管申请编号")
	b.as("shouli1")
	b.open("/registration/takeovers")
	b.has("王接")
	b.press(`main table a`)
	b.has("授权书.pdf")
}
