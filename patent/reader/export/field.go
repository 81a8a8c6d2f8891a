package export

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// A Field is what a column can mean.
type Field struct{ Key, Title, English string }

// Skip is the field of a column that is not read.
const Skip = ""

// alias is the headings of a field, as the services write them.
type alias struct {
	Field
	heads []string
}

// aliases lists the fields in the order of the form.
var aliases = []alias{
	{Field{"number", "公开（公告）号", "Publication number"}, []string{"公开公告号", "公开号", "公告号", "公开（公告）号", "专利号", "文献号", "Publication Number", "Publication No", "Patent / Publication No.", "Patent Number", "Publication", "Display Key", "id", "Basic Patent Number in EspaceNet Format", "Basic Patent Number", "Patent/Publication Number", "publication_number"}},
	{Field{"kindcode", "文献种类代码", "Kind code"}, []string{"文献种类代码", "Kind", "Kind Code", "文献类型代码"}},
	{Field{"office", "公开国别", "Office"}, []string{"公开国别", "受理局", "公开国家", "国别", "Jurisdiction", "publication_country_code", "Publication Country", "Country"}},
	{Field{"application", "申请号", "Application number"}, []string{"申请号", "Application Number", "Application No", "Application Id"}},
	{Field{"title", "标题", "Title"}, []string{"标题", "专利名称", "名称", "发明名称", "标题中文", "标题(中文)", "标题 (原文)", "Title", "DWPI Title", "Patsnap专利标题"}},
	{Field{"title_other", "标题（翻译）", "Title, translated"}, []string{"标题(翻译)", "标题(英文)", "标题英文", "Title - DWPI", "Title (English)", "Translated Title"}},
	{Field{"abstract", "摘要", "Abstract"}, []string{"摘要", "摘要(中文)", "摘要 (原文)", "Abstract"}},
	{Field{"abstract_other", "摘要（翻译）", "Abstract, translated"}, []string{"摘要(翻译)", "摘要(英文)", "摘要英文", "Abstract - DWPI"}},
	{Field{"claims", "权利要求", "Claims"}, []string{"权利要求", "权利要求书", "首项权利要求", "首权", "第一权利要求", "First Claim", "Claims"}},
	{Field{"claims_count", "权利要求数量", "Number of claims"}, []string{"权利要求数量", "权利要求数", "权项数", "Number of Claims", "Count of Claims"}},
	{Field{"description", "说明书", "Description"}, []string{"说明书", "说明书全文", "Description"}},
	{Field{"kind", "专利类型", "Type of patent"}, []string{"专利类型", "专利种类", "Patent Type"}},
	{Field{"published", "公开（公告）日", "Published"}, []string{"公开公告日", "公开（公告）日", "公开日", "公告日", "Publication Date", "publication_date", "Pub. Date"}},
	{Field{"filed", "申请日", "Filed"}, []string{"申请日", "Application Date", "Filing Date", "Date of application", "filing/creation date"}},
	{Field{"granted", "授权公告日", "Granted"}, []string{"授权公告日", "授权日", "grant date", "Granted Date"}},
	{Field{"earliest", "最早优先权日", "Earliest priority"}, []string{"最早优先权日", "优先权日", "Earliest Priority Date", "priority date", "Priority Date (earliest)"}},
	{Field{"priority", "优先权", "Priorities"}, []string{"优先权信息", "优先权号", "优先权", "Priority Numbers", "Priority Number(s)", "Priority Data", "priority document", "priority_numbers"}},
	{Field{"ipc", "IPC 分类号", "IPC"}, []string{"IPC主分类", "IPC主分类号", "IPC", "IPC分类号", "IPC分类", "主分类号", "分类号", "IPCR Classifications", "International classification", "ipc classes", "IPC Classification", "IPC - Current", "IPC codes", "ipc_codes"}},
	{Field{"cpc", "CPC 分类号", "CPC"}, []string{"CPC", "CPC分类号", "CPC分类", "CPC Classifications", "Cooperative Patent Classification", "CPC - Current", "cpc_codes_useme"}},
	{Field{"locarno", "洛迦诺分类号", "Locarno"}, []string{"洛迦诺分类号", "LOC", "外观分类号", "Locarno", "Locarno Class"}},
	{Field{"industry", "国民经济分类", "Industry"}, []string{"国民经济分类", "国民经济行业分类", "国民经济行业分类号"}},
	{Field{"applicant", "申请人", "Applicants"}, []string{"申请人", "申请(专利权)人", "原始申请(专利权)人", "专利权人", "Applicants", "Applicant", "Applicant(s)", "Assignee/ Applicant(s)", "Assignee/Applicant", "assignee", "Assignees", "applicants_use_me"}},
	{Field{"applicant_standard", "标准化申请人", "Applicants, standardised"}, []string{"标准化申请人", "[标]原始申请(专利权)人", "[标]申请(专利权)人", "Standardized Assignee", "Assignee - Standardized"}},
	{Field{"country", "申请人国别", "Country of the applicants"}, []string{"申请人国家代码", "申请人国别代码", "申请人国别", "第一申请人国家代码"}},
	{Field{"holder", "当前权利人", "Holders"}, []string{"当前权利人", "当前专利权人", "当前申请(专利权)人", "Owners", "Owners (US)", "Current Assignee"}},
	{Field{"holder_standard", "标准化当前权利人", "Holders, standardised"}, []string{"标准化当前权利人", "[标]当前申请(专利权)人", "Ultimate Parent"}},
	{Field{"inventor", "发明人", "Inventors"}, []string{"发明人", "发明(设计)人", "设计人", "Inventors", "Inventor", "Inventor(s)", "inventor/author", "inventors_useme"}},
	{Field{"agent", "代理机构", "Agency"}, []string{"代理机构", "专利代理机构", "Attorney/Agent", "Agent"}},
	{Field{"family", "同族号", "Family"}, []string{"简单同族ID", "简单同族编号", "同族号", "DocDB同族ID", "Simple Family ID", "INPADOC Family ID", "Family ID", "Derwent Accession Number"}},
	{Field{"cites", "引证专利", "Cited patents"}, []string{"引证专利", "引用专利", "引用的专利", "Cited Patents", "Patents cited in the search report", "Patents cited during examination", "Other patent citations", "Patents cited by the applicant", "Cited Refs - Patent", "International search citation"}},
	{Field{"literature", "引证非专利文献", "Cited literature"}, []string{"引证科技文献", "引证非专利文献", "Non-Patent Citations", "Literature cited in the search report", "NPL Citations", "Cited Refs - Non-patent"}},
	{Field{"status", "法律状态", "Legal status"}, []string{"当前法律状态", "专利有效性", "简单法律状态", "法律状态", "Legal Status", "Legal status (INPADOC)"}},
	{Field{"examined", "实质审查生效日", "Examination began"}, []string{"实质审查生效日"}},
	{Field{"ended", "失效日", "Ended"}, []string{"失效日", "专利失效日"}},
	{Field{"assigned_day", "转让执行日", "Assigned on"}, []string{"转让执行日", "转让日期", "权利转移日"}},
	{Field{"assignor", "转让人", "Assignor"}, []string{"转让人"}},
	{Field{"assignee_new", "受让人", "Assignee"}, []string{"受让人"}},
	{Field{"licensed_day", "许可备案日", "Licensed on"}, []string{"许可合同备案日期", "许可备案日", "许可合同备案日", "许可生效日"}},
	{Field{"licensor", "许可人", "Licensor"}, []string{"许可人"}},
	{Field{"licensee", "被许可人", "Licensee"}, []string{"被许可人", "当前被许可人"}},
	{Field{"pledged_day", "质押登记日", "Pledged on"}, []string{"质押生效日", "质押登记日", "质押期限起始日"}},
	{Field{"pledgor", "出质人", "Pledgor"}, []string{"出质人"}},
	{Field{"pledgee", "质权人", "Pledgee"}, []string{"质权人", "当前质权人"}},
	{Field{"litigation", "诉讼", "Litigation"}, []string{"诉讼案号", "诉讼信息", "诉讼类型", "涉案专利"}},
	{Field{"litigation_day", "诉讼日期", "Litigation on"}, []string{"诉讼日期", "诉讼立案日", "判决日"}},
}

// Fields lists what a column can mean.
func Fields() (out []Field) {
	for _, a := range aliases {
		out = append(out, a.Field)
	}
	return out
}

// fold makes headings comparable: width, case, blanks, brackets and other marks do not count.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n*:：()[]{}<>〔〕【】《》「」_-/、,.。·()#", r) {
			return -1
		}
		return r
	}, strings.ToLower(norm.NFKC.String(s)))
}

// headings are the fields by folded heading.
var headings = func() map[string]string {
	out := map[string]string{}
	for _, a := range aliases {
		for _, h := range append(slices.Clone(a.heads), a.Title) {
			if f := fold(h); out[f] == "" {
				out[f] = a.Key
			}
		}
	}
	return out
}()

// A Column is one of the list, with what it means.
type Column struct {
	Title string
	Field string // key of a field, Skip for none
}

// columnsOf tells what the columns under a heading mean. What a person decided counts before what the
// heading says. Of two columns with the same heading the first counts.
func columnsOf(cells []string, decided map[string]string) []Column {
	out := make([]Column, len(cells))
	seen := map[string]bool{}
	for i, c := range cells {
		f := fold(c)
		field, ok := decided[f]
		if !ok {
			field = headings[f]
		}
		if f == "" || seen[f] {
			field = Skip
		}
		seen[f] = true
		out[i] = Column{Title: strings.Join(strings.Fields(c), " "), Field: field}
	}
	return out
}

// Key is a heading as decisions about columns name it.
func Key(heading string) string { return fold(heading) }

// formats are recognised by headings that only they have; all of a list must be there.
var formats = []struct {
	code  string
	heads [][]string
}{
	{"incopat", [][]string{{"链接到incopat"}, {"合享价值度"}, {"标准化当前权利人"}, {"标题翻译", "文献种类代码"}}},
	{"patsnap", [][]string{{"标当前申请专利权人"}, {"patsnap专利标题"}, {"当前申请专利权人州省"}, {"标原始申请专利权人"}, {"简单法律状态", "受理局"}}},
	{"lens", [][]string{{"lensid"}, {"jurisdiction", "simplefamilysize"}}},
	{"patentscope", [][]string{{"fpimage"}, {"applicationid", "applicationnumber", "prioritiesdata"}}},
	{"google", [][]string{{"id", "assignee", "inventorauthor"}}},
	{"espacenet", [][]string{{"patentscitedinthesearchreport"}, {"internationalclassification", "cooperativepatentclassification"}}},
	{"derwent", [][]string{{"derwentaccessionnumber"}, {"titledwpi"}, {"dwpititle"}, {"kindcode", "woinfamily"}, {"inpadocfamilymembers"}}},
}

// formatOf tells the service by its headings; "table" for any other list.
func formatOf(cols []Column) string {
	have := map[string]bool{}
	for _, c := range cols {
		have[fold(c.Title)] = true
	}
	for _, f := range formats {
		for _, heads := range f.heads {
			if !slices.ContainsFunc(heads, func(h string) bool { return !have[h] }) {
				return f.code
			}
		}
	}
	return "table"
}
