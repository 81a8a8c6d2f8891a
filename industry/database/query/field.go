package query

import (
	"strings"
	"sync"

	"zhibao/internal/web/lang"
)

// A use says what may be asked of a field.
type use int

const (
	words   use = iota // text
	names              // exact values
	numbers            // publication and application numbers
	codes              // classes, nested
	days
	amounts
	choices // one of a few values, each with a name
)

// A Field is what a query can be restricted to.
type Field struct {
	Code    string // "TI", as it is written in a query in any language
	Title   lang.Text
	Help    lang.Text
	aliases []string
	use     use
	in      []string // fields of the index; more than one: any of them
	choices []Choice
	row     bool // it can stand in a row of the form
}

// A Choice is a value of a field that knows only a few.
type Choice struct {
	Value string // in the index
	Title lang.Text
}

// Fields lists the fields in the order of the form.
func Fields() []*Field { return known().all }

// A register is the fields and their names, made once: a query asks for them at every word.
type register struct {
	all    []*Field
	byName map[string]*Field
}

var known = sync.OnceValue(func() register {
	r := register{all: table(), byName: map[string]*Field{}}
	for _, f := range r.all {
		for _, name := range append([]string{f.Code, f.Title[0], f.Title[1]}, f.aliases...) {
			r.byName[plain(name)] = f
		}
	}
	return r
})

func table() []*Field {
	return []*Field{
		{Code: "TAC", Title: lang.Text{"标题、摘要和权利要求", "Title, abstract and claims"}, in: []string{"title", "abstract", "claims"}, row: true,
			Help: lang.Text{"不写字段的词都在这里找", "where words without a field are looked for"}},
		{Code: "TI", Title: lang.Text{"标题", "Title"}, aliases: []string{"名称", "TITLE"}, in: []string{"title"}, row: true},
		{Code: "AB", Title: lang.Text{"摘要", "Abstract"}, aliases: []string{"ABST"}, in: []string{"abstract"}, row: true},
		{Code: "CL", Title: lang.Text{"权利要求", "Claims"}, aliases: []string{"权利要求书", "CLMS"}, in: []string{"claims"}, row: true},
		{Code: "DE", Title: lang.Text{"说明书", "Description"}, aliases: []string{"DES", "DESC"}, in: []string{"description"}, row: true},
		{Code: "TA", Title: lang.Text{"标题和摘要", "Title and abstract"}, aliases: []string{"标题摘要"}, in: []string{"title", "abstract"}, row: true},
		{Code: "FT", Title: lang.Text{"全文", "Full text"}, in: []string{"title", "abstract", "claims", "description"}, row: true},
		{Code: "PA", Title: lang.Text{"申请人", "Applicant"}, aliases: []string{"申请（专利权）人", "申请(专利权)人", "AP"}, in: []string{"applicant"}, row: true},
		{Code: "PAS", Title: lang.Text{"申请人（标准名称，完全一致）", "Applicant (standard name, exact)"}, aliases: []string{"标准申请人"}, use: names, in: []string{"applicant_name"}},
		{Code: "PE", Title: lang.Text{"专利权人（完全一致）", "Holder (exact)"}, aliases: []string{"专利权人", "权利人"}, use: names, in: []string{"holder_name"}},
		{Code: "IN", Title: lang.Text{"发明人", "Inventor"}, aliases: []string{"设计人", "INV"}, in: []string{"inventor"}, row: true},
		{Code: "INS", Title: lang.Text{"发明人（完全一致）", "Inventor (exact)"}, use: names, in: []string{"inventor_name"}},
		{Code: "AG", Title: lang.Text{"代理机构", "Agency"}, aliases: []string{"AGC"}, in: []string{"agent"}, row: true},
		{Code: "PN", Title: lang.Text{"公开（公告）号", "Publication number"}, aliases: []string{"公开号", "公告号", "公开(公告)号"}, use: numbers, in: []string{"number"}, row: true,
			Help: lang.Text{"可以粘贴一列号码，每行一个", "a pasted column of numbers, one a line, will do"}},
		{Code: "AN", Title: lang.Text{"申请号", "Application number"}, aliases: []string{"专利号"}, use: numbers, in: []string{"application"}, row: true},
		{Code: "FA", Title: lang.Text{"同族号", "Family"}, aliases: []string{"同族"}, use: names, in: []string{"family"}},
		{Code: "PR", Title: lang.Text{"优先权号", "Priority number"}, use: numbers, in: []string{"priority"}},
		{Code: "CT", Title: lang.Text{"引用的文献号", "Cited number"}, aliases: []string{"引用"}, use: numbers, in: []string{"cites"}},
		{Code: "IPC", Title: lang.Text{"国际分类", "IPC"}, aliases: []string{"IC", "国际专利分类"}, use: codes, in: []string{"ipc"}, row: true,
			Help: lang.Text{"G06F 含其下所有的组；几个用逗号分开", "G06F holds all groups below it; several with commas"}},
		{Code: "CPC", Title: lang.Text{"联合分类", "CPC"}, use: codes, in: []string{"cpc"}, row: true},
		{Code: "LOC", Title: lang.Text{"洛迦诺分类", "Locarno"}, aliases: []string{"外观分类"}, use: codes, in: []string{"locarno"}, row: true},
		{Code: "PD", Title: lang.Text{"公开（公告）日", "Published"}, aliases: []string{"公开日", "公告日", "公开(公告)日"}, use: days, in: []string{"published"}, row: true},
		{Code: "AD", Title: lang.Text{"申请日", "Filed"}, use: days, in: []string{"filed"}, row: true},
		{Code: "PRD", Title: lang.Text{"最早优先权日", "Earliest priority"}, aliases: []string{"优先权日"}, use: days, in: []string{"earliest"}, row: true},
		{Code: "PNC", Title: lang.Text{"公开国别", "Office"}, aliases: []string{"国别", "受理局"}, use: names, in: []string{"office"}, row: true,
			Help: lang.Text{"两个字母，如 CN、US、EP、WO", "two letters, such as CN, US, EP, WO"}},
		{Code: "AC", Title: lang.Text{"申请人国别", "Country of the applicant"}, use: names, in: []string{"country"}},
		{Code: "PT", Title: lang.Text{"专利类型", "Kind"}, aliases: []string{"类型"}, use: choices, in: []string{"kind"}, row: true, choices: []Choice{
			{"发明", lang.Text{"发明", "invention"}}, {"实用新型", lang.Text{"实用新型", "utility model"}}, {"外观设计", lang.Text{"外观设计", "design"}}}},
		{Code: "GR", Title: lang.Text{"授权文献", "Granted"}, aliases: []string{"授权"}, use: choices, in: []string{"grant"}, row: true, choices: []Choice{
			{"1", lang.Text{"是", "yes"}}, {"0", lang.Text{"否", "no"}}}},
		{Code: "KC", Title: lang.Text{"文献种类代码", "Kind code"}, use: names, in: []string{"kindcode"}},
		{Code: "LA", Title: lang.Text{"语种", "Language"}, use: names, in: []string{"language"}},
		{Code: "SRC", Title: lang.Text{"数据来源", "Source"}, use: names, in: []string{"source"}},
		{Code: "NCL", Title: lang.Text{"权利要求项数", "Number of claims"}, aliases: []string{"权利要求数"}, use: amounts, in: []string{"claims_count"}},
		{Code: "NPC", Title: lang.Text{"附图数", "Number of pictures"}, use: amounts, in: []string{"pictures"}},
	}
}

// Rows lists the fields that a row of the form can have.
func Rows() (fs []*Field) {
	for _, f := range Fields() {
		if f.row {
			fs = append(fs, f)
		}
	}
	return fs
}

// ByCode returns the field of a code, nil if there is none.
func ByCode(code string) *Field { return named(code) }

// named finds a field by its code, title or another name; nil if there is none.
func named(s string) *Field { return known().byName[plain(s)] }

// plain is a name without differences of case and of width.
func plain(s string) string {
	return strings.ToUpper(strings.NewReplacer("（", "(", "）", ")", " ", "", "　", "").Replace(s))
}

// Choices lists the values of a field that knows only a few, else nil.
func (f *Field) Choices() []Choice { return f.choices }

// Words reports whether the field holds running text.
func (f *Field) Words() bool { return f.use == words }

// Days reports whether the field holds a day.
func (f *Field) Days() bool { return f.use == days }

// choice finds a value by its name in either language, or by itself.
func (f *Field) choice(s string) (string, bool) {
	for _, c := range f.choices {
		if s == c.Value || plain(s) == plain(c.Title[0]) || plain(s) == plain(c.Title[1]) {
			return c.Value, true
		}
	}
	return "", false
}

// Index reports whether the field is looked for in a field of the index alone.
func (f *Field) Index(name string) bool { return len(f.in) == 1 && f.in[0] == name }
