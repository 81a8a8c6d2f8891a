package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"zhibao/center/demo/text"
	"zhibao/examination/preexam"
	"zhibao/patent/filing"
)

// desk opens the desk of a new case with more than four findings to decide.
func desk(t *testing.T, b *seat) (id int64) {
	t.Helper()
	app := text.With(text.New(text.IndexOf(filing.Invention, text.Fields()[0])[1]).For(applicant(0), nil),
		"claim-about", "claim-preferred", "claim-stop", "claim-promise", "text-promise", "abstract-long", "abstract-promise")
	id = b.examined(t, b.submitted(t, "qiye01", "", app), "yushen1", "fuhe1")
	b.as("yushen1")
	b.open(fmt.Sprintf("/preexam/%d/desk", id))
	return id
}

// waiting counts the findings that wait for a decision.
func waiting(b *seat) int { return eval[int](b, `document.querySelectorAll('.f .tag.ta').length`) }

// TestFourFindingsInTwelveKeys dismisses four findings with a usual reason each, by keys alone, and
// goes between finding and words and back.
func TestFourFindingsInTwelveKeys(t *testing.T) {
	b := sit(t, lived(t), variants()[0])
	id := desk(t, b)
	before := waiting(b)
	if before < 5 {
		t.Fatalf("only %d findings", before)
	}
	pressed := 0
	key := func(k string) { pressed++; b.do(chromedp.KeyEvent(k)) }
	for i := range 4 {
		key("d")
		key(" ")
		key("\r")
		b.until(fmt.Sprintf(`document.readyState === 'complete' && document.querySelectorAll('.f .tag.ta').length === %d`, before-i-1))
	}
	if pressed > 12 {
		t.Errorf("%d keys", pressed)
	}
	if strings.Contains(b.path(), "/desk?") && !strings.Contains(b.path(), "f=") {
		t.Errorf("the next finding has no address: %s", b.path())
	}
	// Both panes are at the same finding, and the keys lead from one to the other.
	b.until(`document.activeElement.classList.contains('f')`)
	b.do(chromedp.KeyEvent("p"), chromedp.KeyEvent("n"))
	at := eval[string](b, `document.activeElement.id`)
	if !eval[bool](b, `(() => { const m = document.getElementById(document.activeElement.id.replace('f', 't')); if (!m) return true; const r = m.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight })()`) {
		t.Error("the words of the finding are out of sight")
	}
	if eval[bool](b, fmt.Sprintf(`!!document.querySelector('.paper a[href="#%s"]')`, at)) {
		b.do(chromedp.Evaluate[chromedp.Void](`document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Tab', shiftKey: true, bubbles: true}))`))
		if got := eval[string](b, `document.activeElement.getAttribute('href')`); got != "#"+at {
			t.Errorf("Shift+Tab leads to %s", got)
		}
		b.do(chromedp.KeyEvent("\r"))
		b.until(fmt.Sprintf(`document.activeElement.id === %q`, at))
	}
	b.open(fmt.Sprintf("/preexam/%d/desk", id))
	b.clean()
}

// TestSelectedWordsBecomeAFinding selects words in the text and adds a finding about them.
func TestSelectedWordsBecomeAFinding(t *testing.T) {
	b := sit(t, lived(t), variants()[0])
	id := desk(t, b)
	words := eval[string](b, `(() => { const p = document.querySelectorAll('[data-part="说明书"] p[data-place]')[2]; const n = [...p.childNodes].find(x => x.nodeType === 3 && x.length > 12);
		const r = document.createRange(); r.setStart(n, 2); r.setEnd(n, 10); getSelection().removeAllRanges(); getSelection().addRange(r); return r.toString() })()`)
	b.until(`getSelection().toString().length > 0`)
	b.do(click(`#own summary`))
	b.until(fmt.Sprintf(`document.querySelector('#own [name=quote]').value === %q`, words))
	b.fill(typed("title", "手工缺陷"), typed("message", "请说明。"), typed("basis", "专利法第二十六条第三款"), picked("severity", "W"))
	b.press(`#own .acts button`)
	b.has("手工缺陷", "已采纳")
	if marked := eval[string](b, `[...document.querySelectorAll('.f')].filter(f => f.innerText.includes('手工缺陷')).map(f => document.getElementById(f.id.replace('f', 't'))?.innerText).join()`); marked != words {
		t.Errorf("marked %q, selected %q in case %d", marked, words, id)
	}
}

// TestWhatThePDFCannotShowIsSaidFirst puts a character into a notice that no font has: whoever
// issues it reads so in the preview, in the form and on the paper, and can issue it all the same.
func TestWhatThePDFCannotShowIsSaidFirst(t *testing.T) {
	b := sit(t, lived(t), variants()[0])
	id := desk(t, b)
	b.move(t, "yushen1", id, "add", &preexam.Add{Part: "说明书", Title: "生僻字", Message: "正文中的“\u0378”无法识别。", Basis: "专利法第二十六条第三款", Severity: "E"})
	for _, page := range []string{"/preexam/%d/preview", "/case/%d/move/notify"} {
		b.open(fmt.Sprintf(page, id))
		b.has("U+0378", "DOCX")
	}
	// Adopt what is left and issue it.
	judge(b, id, true)
	b.step(id, "notify")
	b.has("待补正")
	b.open(eval[string](b, `[...document.querySelectorAll('a[href*="/paper/"]')].filter(a => a.textContent.includes('补正')).map(a => a.pathname).pop() || location.pathname`))
	b.has("U+0378", "专利申请预审补正通知书")
}
