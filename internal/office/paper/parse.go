package paper

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"zhibao/internal/fault"
)

// maxTemplate bounds the text of a template, in bytes.
const maxTemplate = 256 << 10

// Parse reads a template. Its first lines name the parts of the paper, then, after a blank
// line, each line is a part of the body:
//
//	机关：{中心}
//	文号：{文号}
//	标题：专利预先审查补正通知书
//	主送：{申请人}
//	附件：缺陷清单
//	署名：{中心}
//	日期：{日期}
//	印章：是
//
//	你单位提交的**{名称}**，经审查存在下列缺陷：
//	# 一、缺陷
//	## （一）权利要求书
//	> 引文用楷体，其中的括号不作变量
//	- 带点的列表
//	1. 编号的列表，号码重新编排
//	= 案件编号 | {编号}
//	| 序号 | 缺陷 |
//	| 1 | {缺陷} |
//	{缺陷表}
//	@ 请求人 | 被请求人：{被请求人}
//	---
//
// Further parts are 类型 (报告), 标记, 联系, 抄送, 印发, 核验网址, 核验码, 摘要值. The first line
// of a table is its heading; --- begins a new page; @ is the area for signatures.
func Parse(text string) (Paper, error) {
	if len(text) > maxTemplate {
		return Paper{}, fault.New(fault.TooLarge, "paper.template", "文书模板不能超过 %d KB，请精简", maxTemplate>>10)
	}
	var p Paper
	body := false
	for n, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			body = body || p.Title != ""
		case !body:
			if !p.part(line) {
				return Paper{}, fault.New(fault.Invalid, "paper.template", "文书模板第 %d 行应为“标题：…”一类的要素", n+1)
			}
		default:
			p.Body = addLine(p.Body, line)
		}
	}
	if p.Title == "" {
		return Paper{}, fault.New(fault.Invalid, "paper.template", "文书模板没有“标题：”一行，请补上")
	}
	return p, nil
}

// Body reads lines as the body of a template: paragraphs, headings, lists, forms and tables.
func Body(text string) (body []Block) {
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			body = addLine(body, line)
		}
	}
	return body
}

// part sets one of the parts before the body.
func (p *Paper) part(line string) bool {
	i := strings.IndexAny(line, "：:")
	if i < 0 {
		return false
	}
	_, colon := utf8.DecodeRuneInString(line[i:])
	name, value := strings.TrimSpace(line[:i]), strings.TrimSpace(line[i+colon:])
	fields := map[string]*string{
		"标记": &p.Mark, "机关": &p.Authority, "文号": &p.Number, "标题": &p.Title, "主送": &p.To, "署名": &p.Signed,
		"日期": &p.Date, "联系": &p.Contact, "抄送": &p.CopyTo, "印发": &p.Printed, "摘要值": &p.Hash,
	}
	switch name {
	case "附件":
		p.Attachments = append(p.Attachments, value)
	case "类型":
		p.Style = Official
		if value == "报告" {
			p.Style = Report
		}
	case "印章":
		p.Seal = value == "是"
	case "核验网址", "核验码":
		if p.Verify == nil {
			p.Verify = &Verify{}
		}
		if name == "核验码" {
			p.Verify.Code = value
		} else {
			p.Verify.URL = value
		}
	default:
		if fields[name] == nil {
			return false
		}
		*fields[name] = value
	}
	return true
}

// item is the beginning of a line of a numbered list.
var item = regexp.MustCompile(`^[0-9]{1,3}\. +`)

// addLine adds a line to the body; lists, forms and tables grow line by line.
func addLine(body []Block, line string) []Block {
	last := len(body) - 1
	var before Block
	if last >= 0 {
		before = body[last]
	}
	switch {
	case line == "---":
		return append(body, PageBreak{})
	case strings.HasPrefix(line, "#"):
		text := strings.TrimLeft(line, "#")
		return append(body, Heading{min(len(line)-len(text), 4), strings.TrimSpace(text)})
	case strings.HasPrefix(line, "> "):
		return append(body, Q(strings.TrimSpace(line[2:])))
	case strings.HasPrefix(line, "- "), item.MatchString(line):
		ordered := line[0] != '-'
		text := strings.TrimSpace(strings.TrimPrefix(line, "- "))
		if ordered {
			text = item.ReplaceAllString(line, "")
		}
		if l, ok := before.(List); ok && l.Ordered == ordered {
			body[last] = List{ordered, append(l.Items, text)}
			return body
		}
		return append(body, List{ordered, []string{text}})
	case strings.HasPrefix(line, "= "):
		key, value, _ := strings.Cut(line[2:], "|")
		kv := KeyValue{strings.TrimSpace(key), strings.TrimSpace(value)}
		if f, ok := before.(KeyValues); ok {
			body[last] = KeyValues{Rows: append(f.Rows, kv)}
			return body
		}
		return append(body, KeyValues{Rows: []KeyValue{kv}})
	case strings.HasPrefix(line, "|"):
		if t, ok := before.(Table); ok {
			cells := row(line)
			t.Rows = append(t.Rows, cells[:min(len(cells), len(t.Head))])
			body[last] = t
			return body
		}
		return append(body, Table{Head: row(line)})
	case strings.HasPrefix(line, "@ "):
		return append(body, signers(line[2:]))
	}
	return append(body, Para{Runs: runs(line), Indent: true})
}

// row splits a line of a table; a first and a last bar are its edges.
func row(line string) []string {
	cells := strings.Split(strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|"), "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}

func signers(line string) Signatures {
	var s Signatures
	for _, part := range strings.Split(line, "|") {
		role, name, _ := strings.Cut(strings.TrimSpace(part), "：")
		s.Parties = append(s.Parties, Signer{strings.TrimSpace(role), strings.TrimSpace(name)})
	}
	return s
}

// runs splits a paragraph at ** into plain and bold runs.
func runs(line string) []Run {
	parts := strings.Split(line, "**")
	if len(parts)%2 == 0 { // the last ** has no partner and stays as it is
		parts = append(parts[:len(parts)-2], parts[len(parts)-2]+"**"+parts[len(parts)-1])
	}
	var out []Run
	for i, text := range parts {
		if text != "" {
			out = append(out, Run{Text: text, Bold: i%2 == 1})
		}
	}
	return out
}
