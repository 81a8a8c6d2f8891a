package clm

import (
	"fmt"
	"regexp"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	names "zhibao/examination/preexam/check/req/naming"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// marks029 holds marks that turn up in drafts, with the everyday words in which they are hidden:
// 小米 is a grain too. It is no register of marks and cannot be complete.
var (
	marks029 = words.New(words.List(`® ™ 特氟龙 特富龙 Teflon 微信 支付宝 淘宝 抖音 快手 百度 QQ 腾讯 阿里云 华为 小米 苹果手机 iPhone iPad iOS Android 安卓 Windows MATLAB Matlab LabVIEW Photoshop Arduino 树莓派 Raspberry Intel 英特尔
 英伟达 NVIDIA CUDA ANSYS Ansys SolidWorks AutoCAD STM32 Excel PowerPoint 西门子 三菱 欧姆龙 施耐德 魔术贴 吐温 凡士林 曲拉通 TritonX`), words.List("微信号 小米粒 小米椒 小米糠 小米粉 小米饭 小米粥 小米淀粉 小米辣 小米草 小米麸 小米蛋白 黑小米 微信噪 糯小米 QQplot 安卓片"))
	address = regexp.MustCompile(`(?:https?://|www\.)[A-Za-z0-9./?=&_%-]+|[A-Za-z0-9._-]+@[A-Za-z0-9-]+\.[A-Za-z.]+`)
	model   = regexp.MustCompile(`型号(?:为|是|采用|：|:)?\s*[A-Za-z0-9][A-Za-z0-9-]{2,}`)
)

// clm029: marks, models and addresses change their meaning. Names that have become technical
// terms, as 蓝牙, are not in the list. A model is reported only where the claim calls it one.
func clm029() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-029", Title: "权利要求中不得使用商标、型号、网址、人名等表述特征",
			English: "No trade marks, models, URLs or names of persons in claims",
			Basis:   []rule.Cite{cite.Guide("第二部分第二章3.2.2", rule.Known)},
			Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Heuristic, Version: 2},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			once(p, marks029, nil, func(h hit) (string, string) {
				return fmt.Sprintf("%s出现商标或商品名称“%s”", number(h.claim), h.word), "改用通用的技术名称表述"
			})
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				body := s.Body(c)
				for _, h := range names.Branded(body) {
					at(p, claim.Span{Start: c.Body.Start + h.Start, End: c.Body.Start + h.End}, fmt.Sprintf("%s出现商标“%s”", number(c), h.Words(body)), "改用通用的技术名称表述")
				}
				for _, m := range addresses(body) {
					at(p, claim.Span{Start: c.Body.Start + m[0], End: c.Body.Start + m[1]}, fmt.Sprintf("%s出现网址或邮箱“%s”", number(c), clip(body[m[0]:m[1]], 40)), "删去")
				}
				if !strings.Contains(body, "型号") {
					continue
				}
				for _, m := range model.FindAllStringIndex(body, -1) {
					at(p, claim.Span{Start: c.Body.Start + m[0], End: c.Body.Start + m[1]}, fmt.Sprintf("%s用型号“%s”限定特征", number(c), body[m[0]:m[1]]), "改用该部件的结构、参数或功能表述")
				}
			}
		},
	}
}

// addresses finds addresses, in a body that holds the signs of one.
func addresses(body string) [][]int {
	if !strings.Contains(body, "@") && !strings.Contains(body, "http") && !strings.Contains(body, "www.") {
		return nil
	}
	return address.FindAllStringIndex(body, -1)
}
