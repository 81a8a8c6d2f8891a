package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestLeavingAField types a wrong code, number and telephone and leaves the field: what is wrong
// with which character stands beside it before anything is sent, and goes when it is right.
func TestLeavingAField(t *testing.T) {
	b := sit(t, lived(t), variants()[0])
	b.open("/register")
	right := applicant(0).Code
	wrong := right[:17] + "0"
	if right[17] == '0' {
		wrong = right[:17] + "1"
	}
	leave := func(name, value string) {
		eval[bool](b, fmt.Sprintf(`(document.querySelector('#f-%s').value = '', true)`, name))
		b.fill(typed(name, value))
		b.do(chromedp.SendKeys(chromedp.CSS("#f-"+name), "\t"))
	}
	leave("code", wrong)
	b.until(`(document.querySelector('#f-code-e') || {innerText: ''}).innerText.includes('第18位')`)
	leave("code", right)
	b.until(`document.querySelector('#f-code-e').innerText === '' && !document.querySelector('#f-code').hasAttribute('aria-invalid')`)
	leave("phone", "1390000123")
	b.until(`(document.querySelector('#f-phone-e') || {innerText: ''}).innerText !== ''`)
	b.clean()
}
