package sow

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/center/demo/text"
	"zhibao/patent/filing"
)

// claim appends an independent claim of the thing with a further word, and returns Anywhere.
func (p *paper) claim(tail, body string) string {
	subject := p.Claims[0].Subject
	if tail != "" {
		subject += "的使用" + tail
	}
	p.Claims = append(p.Claims, text.Claim{Number: len(p.Claims) + 1, Subject: subject, Lead: "其特征在于，", Body: body, Stop: "。"})
	return Anywhere
}

// child appends a claim that depends on others.
func (p *paper) child(body, joint string, on ...int) *text.Claim {
	p.Claims = append(p.Claims, text.Claim{Number: len(p.Claims) + 1, Refs: on, Joint: joint, Opening: "根据", Subject: p.Claims[0].Subject,
		Lead: "其特征在于，", Body: body, Stop: "。"})
	return &p.Claims[len(p.Claims)-1]
}

// many lets the application have n claims.
func (p *paper) many(n int) string {
	for i := len(p.Claims); i < n; i++ {
		p.child(fmt.Sprintf("其外壁的厚度为%dmm", 2+i), "", 1)
	}
	return Anywhere
}

// follower returns the first dependent claim.
func (p *paper) follower() *text.Claim {
	i := slices.IndexFunc(p.Claims, func(c text.Claim) bool { return len(c.Refs) > 0 })
	if i < 0 {
		return p.child("其外壁为金属板", "", 1)
	}
	return &p.Claims[i]
}

// adds appends words to the body of the first dependent claim.
func (p *paper) adds(clause, words string) string {
	c := p.follower()
	c.Body += "，" + strings.Replace(clause, "#", words, 1)
	return words
}

// with puts one of some words into the first dependent claim.
func with(clause string, words ...string) func(*paper) string {
	return func(p *paper) string { return p.adds(clause, p.pick(words...)) }
}

// claimSet are faults of numbers, references and order.
func claimSet() []Fault {
	dependent := func(edit func(*text.Claim) string) func(*paper) string {
		return func(p *paper) string { return edit(p.follower()) }
	}
	return []Fault{
		// 专利法第二十六条第一款.
		{"CLM-001", "iu", func(p *paper) string { p.Claims = nil; return Anywhere }},
		// 专利法实施细则第二十二条第二款.
		{"CLM-002", "iu", func(p *paper) string { p.Claims[len(p.Claims)-1].Number += 1 + p.rng.IntN(3); return Anywhere }},
		{"CLM-002", "iu", func(p *paper) string { p.Claims[len(p.Claims)-1].Number--; return Anywhere }},
		{"CLM-002", "iu", func(p *paper) string { return p.written(1, "二、") }},
		// 专利法实施细则第二十四条第三款.
		{"CLM-003", "iu", func(p *paper) string { p.Claims[0].Refs, p.Claims[0].Opening = []int{2}, "根据"; return Anywhere }},
		// 专利审查指南第二部分第二章3.3节.
		{"CLM-005", "iu", func(p *paper) string { return p.written(1, "权利要求2.") }},
		{"CLM-005", "iu", func(p *paper) string {
			return p.inFile("100001.xml", "<claim ", `<p id="t1" num="XXXX" Italic="0">一、产品权利要求</p><claim `)
		}},
		// 专利法实施细则第二十四条第一款、第二款.
		{"CLM-006", "iu", func(p *paper) string { p.Claims[0].Lead = ""; return Anywhere }},
		// 专利法实施细则第二十五条第一款.
		{"CLM-007", "iu", func(p *paper) string { c := p.follower(); return p.reworded(c.Number, "所述的"+c.Subject, "") }},
		{"CLM-007", "iu", func(p *paper) string {
			c := p.follower()
			return p.reworded(c.Number, "所述的"+c.Subject+"，", "，")
		}},
		// 专利法实施细则第二十五条第二款.
		{"CLM-008", "iu", dependent(func(c *text.Claim) string { c.Refs = []int{c.Number}; return fmt.Sprintf("权利要求%d", c.Number) })},
		{"CLM-008", "iu", func(p *paper) string {
			n := p.child("其端部设有倒角", "", 1).Number
			p.follower().Refs = []int{n}
			return fmt.Sprintf("权利要求%d", len(p.Claims))
		}},
		{"CLM-009", "iu", func(p *paper) string {
			p.child("其端部设有倒角", p.pick("和", "及", "以及"), 1, 2)
			return "权利要求1"
		}},
		{"CLM-009", "iu", func(p *paper) string {
			c := p.child("其端部设有倒角", "至", 1, 2)
			return p.reworded(c.Number, "中任一项", "")
		}},
		{"CLM-010", "iu", func(p *paper) string {
			n := p.child("其端部设有倒角", "或", 1, 2).Number
			p.child("所述倒角的角度为45°", "或", 2, n)
			return "权利要求2"
		}},
		{"CLM-010", "iu", func(p *paper) string {
			n := p.child("其端部设有倒角", "或", 1, 2).Number
			m := p.child("所述倒角的角度为45°", "", n).Number
			p.child("所述倒角经过打磨", "或", m-1, m)
			return fmt.Sprintf("权利要求%d", m-1)
		}},
		// 专利法实施细则第二十五条第一款第（一）项.
		{"CLM-011", "iu", dependent(func(c *text.Claim) string { c.Subject = "成套工具箱"; return c.Subject })},
		// 专利审查指南第二部分第二章3.1.2节.
		{"CLM-012", "iu", func(p *paper) string {
			if strings.Contains(p.Claims[0].Subject, "方法") {
				return ""
			}
			c := p.child("包括以下步骤：先放置，再启动", "", 1)
			c.Subject += "的使用方法"
			return "权利要求1"
		}},
		// 专利审查指南第二部分第二章3.3.2节.
		{"CLM-013", "iu", func(p *paper) string {
			p.claim("", "包括外罩和底板，所述外罩扣合于所述底板")
			p.child("其外侧设有把手", "", 1)
			return Anywhere
		}},
		// 专利法第三十一条第一款；专利法实施细则第二十四条第三款.
		{"CLM-014", "iu", func(p *paper) string {
			p.claim("", "包括外罩和底板，所述外罩扣合于所述底板")
			return Anywhere
		}},
		// 撰写质量提示权利要求字数.
		{"CLM-034", "iu", func(p *paper) string { return p.long() }},
		// 专利审查指南第二部分第九章.
		{"CLM-040", "i", func(p *paper) string {
			if slices.ContainsFunc(p.Claims, func(c text.Claim) bool { return strings.Contains(c.Subject, "方法") }) {
				return ""
			}
			p.claim("", "存储有计算机程序")
			p.Claims[len(p.Claims)-1].Subject = "计算机可读存储介质"
			return "计算机可读存储介质"
		}},
		// 专利法第二十六条第四款.
		{"CLM-042", "iu", func(p *paper) string {
			c := *p.follower()
			c.Number = len(p.Claims) + 1
			p.Claims = append(p.Claims, c)
			return Anywhere
		}},
		// 专利法实施细则第二十五条.
		{"CLM-043", "iu", dependent(func(c *text.Claim) string { c.Refs = []int{96}; return "权利要求96" })},
		// 专利法第二条第三款；专利审查指南第一部分第二章6节.
		{"UM-002", "u", func(p *paper) string { return p.claim("方法", "包括以下步骤：先放置，再启动") }},
		// 专利审查指南第一部分第二章6.1节.
		{"UM-008", "u", with("其由#制得", "先加热至200℃再保温2小时", "先浇注后退火")},
		// 规范申请专利行为的规定（局令第77号）第三条第四项.
		{"QUA-006", "iu", func(p *paper) string { return p.long() }},
	}
}

// written gives claim i, counted from 0, another beginning.
func (p *paper) written(i int, prefix string) string {
	if i >= len(p.Claims) {
		return ""
	}
	return p.onFiling(func(f *filing.Application) { f.Claims[i].Prefix = prefix })
}

// reworded replaces words in the text of a claim.
func (p *paper) reworded(number int, from, to string) string {
	return p.onFiling(func(f *filing.Application) {
		for i := range f.Claims {
			if f.Claims[i].Number == number {
				f.Claims[i].Text = strings.Replace(f.Claims[i].Text, from, to, 1)
			}
		}
	})
}

// long makes claim 1 longer than any that is useful: trivial parts one after the other.
func (p *paper) long() string {
	c := &p.Claims[0]
	for i := range 40 {
		n := fmt.Sprintf("第%d固定片", i+1)
		c.Body += fmt.Sprintf("；还包括%s，所述%s的长度为%d.5mm，所述%s粘接于外壁的第%d格", n, n, 11+i, n, i+1)
	}
	return Anywhere
}

// claimWords are faults of single words in claims.
func claimWords() []Fault {
	return []Fault{
		// 专利审查指南第二部分第二章3.3节.
		{"CLM-004", "iu", func(p *paper) string { p.follower().Stop = ""; return Anywhere }},
		{"CLM-004", "iu", func(p *paper) string { c := p.follower(); c.Body += "。其表面光滑"; return Anywhere }},
		{"CLM-004", "iu", func(p *paper) string { p.follower().Stop = p.pick("；", ".", "，"); return Anywhere }},
		// 专利法实施细则第二十二条第三款.
		{"CLM-015", "iu", with("其连接方式#", "如图2所示", "如说明书所述", "如附图1所示", "参见图1", "见附图2")},
		{"CLM-016", "iu", func(p *paper) string {
			return p.inFile("100001.xml", "</claim-text>", `<img id="idf9" file="0001.jpg" wi="20" he="20" img-format="jpg" inline="yes"/></claim-text>`)
		}},
		// 专利审查指南第二部分第二章3.3节.
		{"CLM-017", "iu", func(p *paper) string {
			return p.inFile("100001.xml", "</claim-text>", `<tables id="tab1" num="0001"><img id="it1" file="t.jpg" wi="60" he="20" img-format="jpg"/></tables></claim-text>`)
		}},
		// 专利法第二十六条第四款.
		{"CLM-018", "iu", with("其受力满足公式#", "F=μN+kQ", "P=αV/β", "T=σA-γL")},
		// 专利审查指南第二部分第二章3.2.2节.
		{"CLM-021", "iu", with("其外壁为金属#", "（优选钢）", "（如铝合金）", "（即板材）")},
		// 专利法第二十六条第四款.
		{"CLM-022", "iu", with("#的一端抵接外壁", "所述联动扣板", "所述夹紧丝杆", "该推拉滑台")},
		{"CLM-022", "iu", with("#的一端抵接外壁", "所述多个导向摇臂", "所述各卡紧爪盘", "所述第七支承滑台", "前述偏心扣杆")},
		// 专利审查指南第二部分第二章3.2.2节.
		{"CLM-023", "iu", with("其采用紧固件，#螺栓", "例如", "最好是", "尤其是", "必要时为", "比如")},
		{"CLM-024", "iu", with("其长度#", "约20mm", "大约为20mm", "为20mm左右", "接近20mm", "基本上为20mm", "大致为20mm")},
		{"CLM-024", "iu", with("其材料为钢#", "、铜等", "或类似物")},
		{"CLM-025", "iu", with("其外壁#", "很厚", "较薄", "强度很强", "在高温下成型", "经高压处理")},
		// 预审实务限定不明确的用语.
		{"CLM-026", "iu", with("其外壁#为钢板", "优选地", "可选地", "可以", "可能", "优选")},
		{"CLM-026", "iu", with("其外壁设有#凸起", "若干", "某些", "一些")},
		// 预审实务否定式限定.
		{"CLM-027", "iu", with("其外壁#涂层", "不包括", "不含", "不具有")},
		// 专利审查指南第二部分第二章3.3节.
		{"CLM-028", "iu", with("#", "从而大大提高了工作效率", "从而极大地降低了成本", "操作简单，深受用户喜爱", "避免了浪费，节约了人力")},
		// 专利审查指南第二部分第二章3.2.2节.
		{"CLM-029", "iu", with("其采用#", "型号为S7-1200的控制器", "特氟龙®涂层", "www.example.com提供的插件", "西门子牌电机")},
		// 专利审查指南第二部分第二章3.2.3节.
		{"CLM-030", "iu", with("#，其外壁设有凸起", "为了解决现有技术中容易松动的问题", "现有的产品往往不够牢固", "本发明的目的是提高牢固程度")},
		// 专利审查指南第二部分第十章4.2.1节.
		{"CLM-031", "i", func(p *paper) string {
			p.claim("", "由水、乙醇和甘油组成")
			p.Claims[len(p.Claims)-1].Subject = "清洗组合物"
			c := p.child("还包括香精", "", len(p.Claims))
			c.Subject = "清洗组合物"
			return Anywhere
		}},
		// 专利法第二十六条第四款.
		{"CLM-032", "iu", with("其长度为10mm至90mm，#", "优选为30mm至50mm", "更优选为40mm至45mm", "进一步为20mm至60mm")},
		// 专利审查指南第二部分第二章2.2.7节.
		{"CLM-033", "iu", with("其长度为#", "3英寸", "2尺", "５０mm")},
		{"CLM-033", "iu", with("其承受的压力为#", "5公斤力", "3kgf")},
		// 专利审查指南第二部分第二章2.2.1节.
		{"CLM-037", "iu", func(p *paper) string {
			p.claim("", "包括进纸口和出纸口")
			p.Claims[len(p.Claims)-1].Subject = "票据打印机"
			return "票据打印机"
		}},
		// 预审实务程序代码与标识符.
		{"CLM-041", "iu", with("其控制器运行#", "main.py", "if (a>b) return x;", "config.json", "get_user_id()")},
		// 专利法第二十六条第四款.
		{"DSC-016", "iu", with("#", "其背离地面的一面粘贴有碳化硼蜂窝缓冲垫", "其四角分别悬挂有紫外消杀盒与荧光警示带", "其轴心处贯穿有磁悬浮飞轮及真空绝热夹套")},
	}
}

// claimSigns are faults of reference signs in claims and of terms.
func claimSigns() []Fault {
	signed := func(edit func(p *paper, s text.Sign) string) func(*paper) string {
		return func(p *paper) string {
			for _, s := range p.Signs {
				if strings.Contains(p.Claims[0].Body, s.Name+"（"+s.Mark+"）") {
					return edit(p, s)
				}
			}
			return ""
		}
	}
	return []Fault{
		// 专利法实施细则第二十二条第四款.
		{"CLM-019", "iu", signed(func(p *paper, s text.Sign) string {
			p.Claims[0].Body = strings.ReplaceAll(p.Claims[0].Body, s.Name+"（"+s.Mark+"）", s.Name+s.Mark)
			return s.Name + s.Mark
		})},
		// 专利法实施细则第二十一条第二款；专利法实施细则第二十二条第三款.
		{"CLM-020", "iu", signed(func(p *paper, s text.Sign) string {
			p.Claims[0].Body = strings.Replace(p.Claims[0].Body, s.Name+"（"+s.Mark+"）", s.Name+"（978）", 1)
			return "978"
		})},
		{"CLM-020", "iu", signed(func(p *paper, s text.Sign) string {
			for _, o := range p.Signs {
				if o.Mark != s.Mark {
					p.Claims[0].Body = strings.Replace(p.Claims[0].Body, s.Name+"（"+s.Mark+"）", s.Name+"（"+o.Mark+"）", 1)
					return o.Mark
				}
			}
			return ""
		})},
		// 专利法实施细则第二十二条第三款.
		{"CLM-036", "iu", signed(func(p *paper, s text.Sign) string {
			to := "撑持架座"
			for i := range p.Claims {
				p.Claims[i].Body = strings.ReplaceAll(p.Claims[i].Body, s.Name+"（"+s.Mark+"）", to+"（"+s.Mark+"）")
			}
			return to
		})},
	}
}
