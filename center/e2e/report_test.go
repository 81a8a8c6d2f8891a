package e2e

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"zhibao/casework"
	separate "zhibao/casework/consent"
	"zhibao/center/demo/text"
	"zhibao/examination/preexam"
	"zhibao/internal/web/form"
	"zhibao/patent/filing"
	"zhibao/patent/secrecy"
)

// TestReportBesideTheText goes through what the report beside the papers promises (R1 to R10), in the
// browser, with one case from the self-check to the second reader.
func TestReportBesideTheText(t *testing.T) {
	slow(t)
	b := sit(t, lived(t), variants()[0])
	a := text.With(text.New(text.IndexOf(filing.Invention, text.Fields()[0])[1]).For(applicant(0), nil),
		"claim-about", "claim-preferred", "claim-stop", "claim-promise", "text-promise", "abstract-long", "abstract-promise")
	sent := pack(t, a.Filing(), filing.Options{})
	id := b.move(t, "qiye01", 0, "create", &preexam.Create{Ref: "R"})
	b.move(t, "qiye01", id, "upload", &preexam.Upload{Declared: secrecy.Declared{Clear: true}, Given: separate.Both(), Files: []form.File{form.Bytes("案卷包.zip", sent)}})
	b.losses()
	self := b.selfCheck(id)
	b.move(t, "qiye01", id, "submit", &preexam.Submit{Undertaking: true})
	b.examined(t, id, "yushen1", "fuhe1")
	b.as("yushen1")
	b.open(fmt.Sprintf("/preexam/%d/desk", id))
	b.original(id, sent)
	b.pictures()
	b.sameFindings(self)
	b.bothPanes()
	b.watched(id)
	b.decided(id)
	b.nextVersion(id, a)
	b.secondReader(id)
	b.clean()
}

// losses: R1, where the text is not all of the file, the page says so and points at the original.
func (b *seat) losses() {
	b.t.Helper()
	id := b.move(b.t, "qiye01", 0, "create", &preexam.Create{Ref: "R1"})
	b.move(b.t, "qiye01", id, "upload", &preexam.Upload{Declared: secrecy.Declared{Clear: true}, Given: separate.Both(), Kind: "发明",
		Files: []form.File{form.Bytes("草稿.txt", []byte("发明名称\n一种水壶\n权利要求书\n1. 一种水壶，其特征在于，包括壶体\ufffd。\n说明书\n一种水壶\n技术领域\n本发明涉及日用品。\n说明书摘要\n一种水壶。\n"))}})
	b.as("qiye01")
	b.open(fmt.Sprintf("/preexam/%d/desk", id))
	b.has("读取时有 1 处内容未能转成文字", "请对照原件", "无法识别")
}

// selfCheck returns what the applicant reads in the self-check: each finding as rule, severity, basis,
// words and remedy.
func (b *seat) selfCheck(id int64) []string {
	b.t.Helper()
	b.as("qiye01")
	b.open(fmt.Sprintf("/preexam/%d/desk", id))
	b.has("自检结果")
	return b.told()
}

// told returns the findings of the page without the buttons.
func (b *seat) told() []string {
	return eval[[]string](b, `[...document.querySelectorAll('#fin .f')].filter(f => !f.classList.contains('q')).map(f =>
		[...f.querySelectorAll(':scope > p')].filter(p => !p.className || p.className === 'law').map(p => p.innerText.replace(/\s+/g, ' ').trim()).join(' | '))`)
}

// original: R1, the text comes first, claims before the rest, and one press leads to the file as it was
// sent, byte for byte.
func (b *seat) original(id int64, sent []byte) {
	b.t.Helper()
	if got := eval[string](b, `document.querySelector('.paper [data-part]').dataset.part`); got != "权利要求书" {
		b.t.Errorf("R1: the text begins with %s", got)
	}
	href := eval[string](b, `document.querySelector('#orig + ul a').getAttribute('href')`)
	if got := b.person(b.t, "yushen1").Get(href); !bytes.Equal([]byte(got.Body), sent) {
		b.t.Errorf("R1: the original has %d bytes, %d were sent", len(got.Body), len(sent))
	}
	if href != fmt.Sprintf("/preexam/%d/original/1/0", id) {
		b.t.Errorf("R1: the original is at %s", href)
	}
}

// pictures: R10, pages and pictures come from the server as images; no reader of PDF files runs in the
// browser.
func (b *seat) pictures() {
	b.t.Helper()
	const loaded = `(() => { const p = [...document.querySelectorAll('.paper figure img')]; p.forEach(i => i.loading = 'eager'); return p.length > 0 && p.every(i => i.complete && i.naturalWidth > 0) })()`
	b.until(loaded)
	if n := eval[int](b, `document.querySelectorAll('object, embed, iframe, canvas').length`); n != 0 {
		b.t.Errorf("R10: %d viewers on the page", n)
	}
	if other := eval[[]string](b, `performance.getEntriesByType('resource').map(r => r.name).filter(n => !n.startsWith(location.origin))`); len(other) > 0 {
		b.t.Errorf("R10: %v", other)
	}
	if scripts := eval[[]string](b, `[...document.scripts].map(s => s.src).filter(s => /pdf/i.test(s))`); len(scripts) > 0 {
		b.t.Errorf("R10: %v", scripts)
	}
}

// sameFindings: R2, the examiner reads what the applicant read: gravity, rule, basis with the day from
// which it is in force, words, remedy.
func (b *seat) sameFindings(self []string) {
	b.t.Helper()
	if got := b.told(); len(got) < 5 || strings.Join(got, "\n") != strings.Join(self, "\n") {
		b.t.Errorf("R2: the examiner reads\n%s\nand the applicant read\n%s", strings.Join(got, "\n"), strings.Join(self, "\n"))
	}
	for i, f := range self {
		for _, w := range []string{"依据：", "建议："} {
			if !strings.Contains(f, w) {
				b.t.Errorf("R2: finding %d has no %s: %s", i+1, w, f)
			}
		}
		if law := strings.Contains(f, "专利法（") || strings.Contains(f, "实施细则（"); law && !strings.Contains(f, "起施行") {
			b.t.Errorf("R2: finding %d does not say since when its basis is in force: %s", i+1, f)
		}
	}
	for _, w := range []string{"必须补正", "建议修改"} {
		if !strings.Contains(strings.Join(self, "\n"), w) {
			b.t.Errorf("R2: no finding says %s", w)
		}
	}
}

// bothPanes: R3, n and p lead both panes; every finding has an address that opens it, and a mark that can
// be told without colour; the marked words are the ones that are quoted.
func (b *seat) bothPanes() {
	b.t.Helper()
	b.do(chromedp.KeyEvent("n"))
	b.until(`document.activeElement.classList.contains('f')`)
	at := eval[string](b, `document.activeElement.id`)
	if got := b.path(); !strings.Contains(got, "f="+strings.TrimPrefix(at, "f")) {
		b.t.Errorf("R3: finding %s has the address %s", at, got)
	}
	b.open(b.path())
	b.until(fmt.Sprintf(`document.activeElement.id === %q`, at))
	plain := eval[[]string](b, `[...document.querySelectorAll('.paper mark')].filter(m => getComputedStyle(m).textDecorationLine === 'none' && getComputedStyle(m).borderBottomStyle === 'none').map(m => m.innerText)`)
	numbered := eval[int](b, `document.querySelectorAll('.paper mark[id] + a sup, .paper mark[id] + span + a sup').length`)
	marks := eval[int](b, `document.querySelectorAll('.paper mark[id]').length`)
	if len(plain) > 0 || marks == 0 || numbered != marks {
		b.t.Errorf("R3: %d marks, %d with a number, %d told by colour alone", marks, numbered, len(plain))
	}
}

// watched: R9, both panes carry the mark of who looks, and who copies words or prints the page is noted in
// the case; selecting is not hindered.
func (b *seat) watched(id int64) {
	b.t.Helper()
	if got := eval[string](b, `(() => { const m = document.querySelector('.wm, [class*=water]'); const s = m && getComputedStyle(m); return m ? s.position + ' ' + s.pointerEvents + ' ' + s.backgroundImage : 'none' })()`); !strings.Contains(got, "fixed none") || !strings.Contains(got, "url(") {
		b.t.Errorf("R9: the mark of who looks: %s", got)
	}
	before := b.events(b.t, id, casework.ReadMove)
	if got := eval[string](b, `(() => { const p = document.querySelector('.paper p'); getSelection().selectAllChildren(p); document.dispatchEvent(new ClipboardEvent('copy', {bubbles: true})); return getSelection().toString() })()`); got == "" {
		b.t.Error("R9: text cannot be selected")
	}
	b.do(chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event('beforeprint')); dispatchEvent(new Event('beforeprint'))`))
	for n := 0; b.events(b.t, id, casework.ReadMove) < before+2; n++ {
		if n > 100 {
			b.t.Fatalf("R9: copying and printing made %d events", b.events(b.t, id, casework.ReadMove)-before)
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.open(fmt.Sprintf("/case/%d?show=reads", id))
	b.has("页面上的文字，复制", "页面，打印")
	b.open(fmt.Sprintf("/preexam/%d/desk", id))
}

// decided: R5 and R6, a dismissal needs its reason, nothing goes on before all is decided, and the one
// notice has every defect that was adopted.
func (b *seat) decided(id int64) {
	b.t.Helper()
	open := waiting(b)
	b.do(click(`.f details.inline summary`))
	b.press(`.f details.inline button[value=dismiss]`)
	if now := waiting(b); now != open {
		b.t.Errorf("R5: %d findings wait, %d after a dismissal without a reason", open, now)
	}
	b.has("理由")
	b.open(fmt.Sprintf("/case/%d/move/propose", id))
	b.send(picked("outcome", "pass"), typed("reason", "未发现不予通过的缺陷。"))
	b.has("有 1 处需要改正", "条未处理：请逐条采纳或不采纳缺陷")
	b.open(fmt.Sprintf("/preexam/%d/desk", id))
	b.dismiss("公知的表示方式，不影响保护范围。")
	judge(b, id, true)
	adopted := eval[int](b, `[...document.querySelectorAll('#fin .f .tag')].filter(x => x.innerText.trim() === '已采纳').length`)
	b.step(id, "notify")
	b.open(eval[string](b, `[...document.querySelectorAll('a[href*="/paper/"]')].filter(a => a.textContent.includes('补正')).map(a => a.pathname).pop()`))
	if rows := eval[int](b, `[...document.querySelectorAll('.gw table, table')].map(t => [...t.querySelectorAll('tbody tr')].filter(r => /^\d+$/.test(r.cells[0].innerText.trim())).length).reduce((x, y) => Math.max(x, y), 0)`); rows != adopted || adopted < 3 {
		b.t.Errorf("R6: %d findings adopted, %d in the notice", adopted, rows)
	}
}

// nextVersion: R4 and R7, what did not change keeps its decision in the next version and finds its place;
// the comparison shows changed words by claim and paragraph.
func (b *seat) nextVersion(id int64, a text.Application) {
	b.t.Helper()
	b.move(b.t, "qiye01", id, "answer", &preexam.Answer{Declared: secrecy.Declared{Clear: true}, Given: separate.Both(), Files: []form.File{form.Bytes("补正.zip",
		pack(b.t, text.Corrected(a, "claim-about", "claim-preferred").Filing(), filing.Options{}))}})
	b.as("yushen1")
	b.open(fmt.Sprintf("/preexam/%d/desk", id))
	kept := eval[int](b, `[...document.querySelectorAll('#fin .f')].filter(f => /上一版/.test(f.innerText)).length`)
	lost := eval[[]string](b, `[...document.querySelectorAll('#fin .f')].filter(f => f.querySelector('p a[href^="#t"]') && !document.getElementById(f.querySelector('p a[href^="#t"]').hash.slice(1))).map(f => f.innerText)`)
	if kept == 0 || len(lost) > 0 {
		b.t.Errorf("R4: %d findings know what was decided before, %d lead nowhere: %v", kept, len(lost), lost)
	}
	b.press(`a[href*="/compare"]`)
	if ins, del := eval[int](b, `document.querySelectorAll('ins').length`), eval[int](b, `document.querySelectorAll('del').length`); ins+del == 0 {
		b.t.Error("R7: no changed words")
	}
	if whole := eval[int](b, `[...document.querySelectorAll('td.pair')].filter(c => c.querySelector('del, ins') && [...c.childNodes].some(n => n.nodeType === 3 && n.length > 4)).length`); whole == 0 {
		b.t.Error("R7: whole paragraphs are called changed, not words")
	}
	b.has("权利要求")
}

// secondReader: R5, the second reader is shown what was not adopted, with its reason, before anything
// else.
func (b *seat) secondReader(id int64) {
	b.t.Helper()
	judge(b, id, false)
	b.step(id, "propose", picked("outcome", "pass"), typed("reason", "未发现不予通过的缺陷。"))
	b.as("fuhe1")
	b.open(fmt.Sprintf("/preexam/%d/desk", id))
	shown := b.told()
	if n := eval[int](b, `document.querySelectorAll('#fin .f').length`); n == 0 || len(shown) == 0 {
		b.t.Fatal("R5: the second reader sees no dismissal")
	}
	if other := eval[[]string](b, `[...document.querySelectorAll('#fin .f .tag')].map(x => x.innerText.trim()).filter(x => x !== '不采纳')`); len(other) > 0 {
		b.t.Errorf("R5: the second reader is shown %v first", other)
	}
	b.has("理由：")
	b.press(`.jump a[href*="show=all"]`)
	if all := eval[int](b, `document.querySelectorAll('#fin .f').length`); all < len(shown) {
		b.t.Errorf("R5: all are %d, fewer than the %d dismissed", all, len(shown))
	}
}
