package e2e

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"zhibao/casework/document"
	"zhibao/casework/draft"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// TestServiceStates follows a letter to two parties in the browser (T6): into an account it is served at once
// and then read; by post it is sent, comes back and is a task again; published, it is deemed served when the
// notice ends, with its proof a click away from the paper.
func TestServiceStates(t *testing.T) {
	slow(t)
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			w := lived(t)
			j := &suit{seat: sit(t, w, v), patent: patentNumber(2021, 1, 305432), title: "一种可折叠鞋架", shop: stalls[0], opened: w.Office.Today()}
			j.againstStalls()
			number := j.letter()
			j.readInAccount(number)
			j.comesBack(number)
			j.deemed(number)
			j.clean()
		})
	}
}

// letter issues a letter to the requester, who has an account, and to the first of the stalls.
func (j *suit) letter() (number string) {
	j.t.Helper()
	to := []string{itoa(j.read(j.t, j.id).Owner), itoa(j.partyNamed(j.shop))}
	j.made("zhifa1", draft.MoveDraft, &draft.Begin{Template: "notice", Recipients: to})
	of := func() (of draft.Of) {
		err := j.DB.Read(j.t.Context(), func(tx *store.Tx) error {
			all, err := draft.In(j.t.Context(), tx, j.id)
			if err == nil {
				of = draft.Of{Draft: itoa(all[0].ID), Version: all[0].Version}
			}
			return err
		})
		if err != nil {
			j.t.Fatal(err)
		}
		return of
	}
	j.made("zhifa1", draft.MoveEdit, &draft.Edit{Of: of(), Blocks: []draft.Text{{Name: "正文", Text: "请于三日内到本中心核对证据原件。"}}, Recipients: to, Submit: true})
	j.made("fuzeren", draft.MoveIssue, &draft.Sign{Of: of()})
	err := j.DB.Read(j.t.Context(), func(tx *store.Tx) error {
		all, err := document.Of(j.t.Context(), tx, j.Center.Center.ID, j.id)
		if err == nil {
			number = all[len(all)-1].Number
		}
		return err
	})
	if err != nil || number == "" {
		j.t.Fatalf("no letter: %v", err)
	}
	return number
}

// row is what the row of a table on the page says that names both: the number of a paper and a party.
func (j *suit) row(number, party string) string {
	j.t.Helper()
	rows := eval[[]string](j.seat, `[...document.querySelectorAll('main tbody tr')].map(r => r.innerText)`)
	for _, r := range rows {
		if r = strings.Join(strings.Fields(r), " "); strings.Contains(r, number) && strings.Contains(r, party) {
			return r
		}
	}
	return ""
}

// onTheCase is what the page of the case says of the service on somebody, as an officer reads it.
func (j *suit) onTheCase(number, party string) string {
	j.t.Helper()
	j.as("zhifa1")
	j.open(fmt.Sprintf("/case/%d", j.id))
	return j.row(number, party)
}

// readInAccount: delivered, and read once the party opened it.
func (j *suit) readInAccount(number string) {
	j.t.Helper()
	name := j.nameOf("qiye01")
	if got := j.onTheCase(number, name); !strings.Contains(got, "已送达") || !strings.Contains(got, j.Office.Today().String()) {
		j.t.Errorf("the letter in the account: %q", got)
	}
	before := j.onTheCase(number, name)
	j.as("qiye01")
	j.open("/messages")
	j.press(fmt.Sprintf(`a[href^="/case/%d/paper/"]`, j.id))
	j.has(number)
	after := j.onTheCase(number, name)
	if moment := regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d`).FindAllString(after, -1); after == before || len(moment) == 0 {
		j.t.Errorf("the party has read the letter, and the record says %q", after)
	}
}

// act presses a link in the row of a letter in the queue of the counter and sends the form.
func (j *suit) act(number, link string, fields ...entry) {
	j.t.Helper()
	j.open("/deliveries")
	eval[bool](j.seat, fmt.Sprintf(`(() => { const r = [...document.querySelectorAll('main tbody tr')].find(r => r.innerText.includes(%q) && r.innerText.includes(%q)); [...r.querySelectorAll('a')].find(a => a.innerText.includes(%q)).id = 'act-here'; return true; })()`, number, j.shop, link))
	j.press(`#act-here`)
	j.has(j.shop, number)
	j.send(fields...)
	if j.path() != "/deliveries" {
		j.t.Fatalf("%s is refused: %s", link, j.text("main"))
	}
}

// comesBack: to be served, on its way, come back; the failure is a task of its own.
func (j *suit) comesBack(number string) {
	j.t.Helper()
	j.as("shouli1")
	j.open("/deliveries")
	if got := j.row(number, j.shop); !strings.Contains(got, "待送达") {
		j.t.Fatalf("the letter is no task of the counter: %q", got)
	}
	j.act(number, "登记寄出或公告", picked("channel", document.Post), typed("mail", "EMS 1234567890"))
	if got := j.row(number, j.shop); !strings.Contains(got, "在途") || !strings.Contains(got, "邮寄送达") {
		j.t.Errorf("the letter that was posted: %q", got)
	}
	j.act(number, "登记结果", picked("channel", document.Post), picked("result", "failed"), chosen("reason", "gone"))
	task := j.row(number, j.shop)
	if !strings.Contains(task, "待送达") || !strings.Contains(task, "公告送达") {
		j.t.Errorf("what came back is no task with the next way: %q", task)
	}
	if got := j.onTheCase(number, j.shop); !strings.Contains(got, "未送达") {
		j.t.Errorf("the record of what came back: %q", got)
	}
	rows := eval[[]string](j.seat, `[...document.querySelectorAll('main tbody tr')].map(r => r.innerText)`)
	if n := len(strings.Split(strings.Join(rows, "\n"), "待送达")) - 1; n == 0 {
		j.t.Error("the page of the case does not say that it has still to be served")
	}
}

// deemed: a notice runs until its day, and then counts as service; what proves it hangs on the paper.
func (j *suit) deemed(number string) {
	j.t.Helper()
	j.as("shouli1")
	j.act(number, "登记寄出或公告", picked("channel", document.Notice), typed("mail", "示范市知识产权局门户网站（示范，非真实网址）"), typed("note", "邮件以查无此人退回，电话无人接听。"), filed("proof", j.file("公告截图.pdf", pdf("公告"))))
	if got := j.row(number, j.shop); !strings.Contains(got, "公告中") {
		j.t.Errorf("the notice that runs: %q", got)
	}
	running := j.onTheCase(number, j.shop)
	m := regexp.MustCompile(`(\d{4}-\d\d-\d\d)（期满）`).FindStringSubmatch(strings.Join(eval[[]string](j.seat, `[...document.querySelectorAll('main tbody tr')].map(r => r.innerText)`), "\n"))
	if m == nil {
		j.t.Fatalf("nobody learns when the notice ends: %q", running)
	}
	due, err := calendar.ParseDay(m[1])
	if err != nil {
		j.t.Fatal(err)
	}
	j.wait(j.t, due+1)
	if _, err := j.Deliveries.Tend(j.t.Context(), j.Office); err != nil {
		j.t.Fatal(err)
	}
	j.as("zhifa1")
	j.open(fmt.Sprintf("/case/%d", j.id))
	all := strings.Join(strings.Fields(j.text("main")), " ")
	if !strings.Contains(all, "视为送达") || !strings.Contains(all, due.String()) {
		j.t.Errorf("the notice is over and nothing is deemed served on %s: %s", due, all)
	}
	if n := eval[int](j.seat, fmt.Sprintf(`[...document.querySelectorAll('a[href^="/case/%d/delivery/"][href*="/proof/"]')].filter(a => a.innerText.includes('公告截图')).length`, j.id)); n == 0 {
		j.t.Error("the papers of the case do not lead to what proves the notice")
	}
	j.as("shouli1")
	j.open("/deliveries")
	if got := j.row(number, j.shop); got != "" {
		j.t.Errorf("what is served is still a task: %q", got)
	}
}
