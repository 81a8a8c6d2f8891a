package dsc

import (
	"fmt"
	"regexp"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/ident"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// dsc014: what the background rests on. Chinese application numbers prove themselves by their
// check character, publication numbers by type digit and kind; foreign numbers are not judged.
func dsc014() check.Rule {
	return about(rule.Meta{
		ID: "DSC-014", Title: "背景技术引证文献或者说明现有技术状况，引证的中国专利号码正确",
		English: "The background cites documents or explains the state of the art; Chinese numbers are valid",
		Basis:   []rule.Cite{cite.Rules("第二十条第一款第二项")},
		Level:   rule.Law, Severity: rule.Warning, Auto: rule.Heuristic, Version: 2,
	}, func(p *check.Pass) {
		d := p.Prose()
		s := d.Section(prose.Background)
		if s == nil || s.Empty {
			return
		}
		body := s.Body.Of(d.Text.Text)
		if !stateOfArt.Any(body) && !documents.MatchString(body) {
			p.At(patent.Description, s.Title.Start, s.Title.End, "背景技术既没有引证文献，也没有说明现有技术的状况和存在的问题",
				"写明对理解、检索、审查有用的背景技术；可能的话引证反映这些背景技术的文件，写明国别、公开号或者出处")
		}
		// A number with a wrong digit leads to another document, or to none.
		for _, m := range documents.FindAllStringIndex(body, -1) {
			number := body[m[0]:m[1]]
			if why := wrongNumber(number); why != "" {
				at := s.Body.Start + m[0]
				p.Once(number).At(patent.Description, at, at+len(number), fmt.Sprintf("引证的号码“%s”有误：%s", number, why), "对照文献原文改正号码")
			}
		}
	})
}

var (
	stateOfArt = words.New(words.List(`现有 目前 传统 已有 通常 常用 市场上 市面上 现阶段 以往 一般 随着 近年来 相关技术 公知 已知 普遍 当前
 文献 公开 《 研究 常规 往往 存在 需要 缺点 不足 问题 已经 常见 大多 多采用 广泛`), nil)
	// documents are Chinese application and publication numbers. A number with a point has a check
	// character; one without is judged only with its letters CN and its kind of document.
	documents = regexp.MustCompile(`(?:CN|ZL)?\s?(?:19|20)\d{2}[12389]\d{7}\.[0-9Xx]|CN\s?\d{7,9}\s?[ABCUYSD]\d?`)
)

// wrongNumber says what is wrong with a number, or nothing.
func wrongNumber(s string) string {
	var err error
	if strings.Contains(s, ".") {
		_, err = ident.ParseApplicationNo(s)
	} else {
		_, err = ident.ParsePublicationNo(s)
	}
	if err != nil {
		return err.Error()
	}
	return ""
}
