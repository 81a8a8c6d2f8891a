package abnormal

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/draft"
	"zhibao/casework/party"
	"zhibao/examination/abnormal/template"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// An issue is what a step says of the paper that it makes, beyond what the case knows.
type issue struct {
	template string
	to       string // addressee where it is not the party
	text     map[string]string
	lines    map[string]string   // words that somebody typed, a paragraph a line
	list     map[string][]string // numbered
	cases    []int64             // filings that the paper lists
}

// issue makes a paper: from its draft where one was made ahead, otherwise from what the step says.
func (d *Desk) issue(s *casework.Step, x issue) error {
	v := draft.Values{Text: map[string]string{}, Blocks: map[string][]paper.Block{}}
	if maps.Copy(v.Text, x.text); x.to != "" {
		v.Text["受送达人"] = x.to
	}
	for name, words := range x.lines {
		v.Blocks[name] = quoted(words)
	}
	for name, items := range x.list {
		v.Blocks[name] = []paper.Block{paper.List{Ordered: true, Items: items}}
	}
	if x.cases != nil {
		t, err := d.caseTable(s.Ctx, s.Tx, s.Case.Center, x.cases)
		if err != nil {
			return err
		}
		v.Blocks["申请清单"] = []paper.Block{t}
	}
	_, err := d.Drafts.Issue(s, x.template, v)
	return err
}

// caseTable lists filings of the party, without their titles: the paper may be seen by others.
func (d *Desk) caseTable(ctx context.Context, tx *store.Tx, center int64, ids []int64) (paper.Block, error) {
	plain, err := casework.Plain(ctx, tx, center, ids)
	t := paper.Table{Head: []string{"序号", "预审案号", "类型", "主分类号", "提交日期"}}
	for i, id := range ids {
		if k := plain[id]; k != nil {
			t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), k.Number, or(k.Kind, "—"), or(k.Attrs["class"], "—"), calendar.DayOf(k.Opened).String()})
		}
	}
	return t, err
}

// drafting is how the papers of the procedure are made.
func (d *Desk) drafting() draft.Procedure {
	var all []string
	for _, s := range states() {
		all = append(all, s.Code)
	}
	return draft.Procedure{Chart: Code, Templates: template.All(), Fill: d.fill, From: all,
		Authors: clerk, Reviewers: []casework.Role{casework.Reviewer}, Signers: []casework.Role{casework.Head, casework.Director}, Basis: ours("文书的拟稿、审核与签发")}
}

// fill is what the case knows of a paper.
func (d *Desk) fill(ctx context.Context, tx *store.Tx, k *casework.Case, t *draft.Template) (v draft.Values, err error) {
	v.Text = map[string]string{"案号": k.Number}
	subject := k.Owner
	if subject == 0 {
		subject, _ = strconv.ParseInt(k.Attrs[attrSubject], 10, 64) // no party yet: the draft says so
	}
	if subject == 0 {
		return v, nil
	}
	p, err := party.Get(ctx, tx, k.Center, subject)
	if err != nil {
		return v, err
	}
	v.Text["当事人"], v.Text["代码"] = p.Name, or(p.Code, "—")
	if t.Code != "report" {
		v.Text["受送达人"] = p.Name
		v.Recipients = []document.Recipient{{Party: subject}}
	}
	ms, err := membersOf(ctx, tx, k.ID)
	if err != nil {
		return v, err
	}
	table, err := d.caseTable(ctx, tx, k.Center, ofVerdict(ms))
	v.Blocks = map[string][]paper.Block{"申请清单": {table}}
	return v, err
}

// quoted makes a paragraph of each line that somebody typed; none would leave an empty section.
func quoted(text string) (out []paper.Block) {
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, paper.Q(l))
		}
	}
	if out == nil {
		out = []paper.Block{paper.P("无。")}
	}
	return out
}

// or returns the first that is not empty.
func or(texts ...string) string {
	for _, t := range texts {
		if strings.TrimSpace(t) != "" {
			return t
		}
	}
	return ""
}

// optionTitle returns the Chinese word for a choice of a form.
func optionTitle(in any, field, value string) string {
	f := form.Describe(in, nil).Field(field)
	i := slices.IndexFunc(f.Options, func(o form.Option) bool { return o.Value == value })
	if i < 0 {
		return value
	}
	return f.Options[i].Label[0]
}

// resultTitle names a result in both languages.
func resultTitle(code string) fault.Pair {
	return map[string]fault.Pair{VerdictAbnormal: {"属于非正常申请", "Abnormal"}, VerdictClear: {"不属于非正常申请", "Not abnormal"}, VerdictWithdrawn: {"申请人已主动撤回", "Withdrawn by the applicant"},
		VerdictAsked: {"待说明", "To be explained"}, VerdictNone: {"—", "—"}}[code]
}

// sourceTitle names a source in both languages.
func sourceTitle(code string) fault.Pair {
	return map[string]fault.Pair{SourceMonitor: {"系统监测", "Monitor"}, SourceList: {"国家局名单", "National list"}, "above": {"上级转办", "From above"}, "examiner": {"预审中发现", "Found in examination"},
		"tip": {"举报投诉", "Report"}, "patrol": {"日常监测", "Own look"}}[code]
}

// groupTitle names a kind of group in both languages.
func groupTitle(code string) fault.Pair {
	return map[string]fault.Pair{"applicant": {"同一申请人", "One applicant"}, "linked": {"关联申请人", "Linked applicants"}, "agency": {"同一代理机构", "One agency"}, "contact": {"共用联系方式", "A shared way of contact"}, "inventor": {"同一发明人", "One inventor"}}[code]
}

// gradeTitle names a grade in both languages.
func gradeTitle(code string) fault.Pair {
	return map[string]fault.Pair{"high": {"重点", "High"}, "usual": {"一般", "Usual"}, "low": {"较低", "Low"}}[code]
}

func dayOf(micro int64) calendar.Day { return calendar.DayOf(time.UnixMicro(micro)) }
