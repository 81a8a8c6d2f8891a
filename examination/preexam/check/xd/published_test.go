package xd_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/abs"
	"zhibao/examination/preexam/check/drw"
	"zhibao/examination/preexam/check/dsc"
	"zhibao/examination/preexam/check/qua"
	"zhibao/examination/preexam/check/sample"
	"zhibao/examination/preexam/check/xd"
	"zhibao/internal/sharedata"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/reader"
)

// rules are all that concern description, abstract and drawings.
func rules() (out []check.Rule) {
	for _, some := range [][]check.Rule{dsc.Rules(), abs.Rules(), drw.Rules(), xd.Rules(), qua.Rules()} {
		out = append(out, some...)
	}
	return out
}

// TestPublishedTexts runs the rules over published applications, which an office has examined: a
// finding that would stop one is a false alarm unless it is known to be right.
func TestPublishedTexts(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(sharedata.Dir(t, "patent-xml-standards", "data", "examples"), "cn_*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	right := map[string]bool{
		"cn_old1.xml DSC-020": true, // two primers of more than ten nucleotides, no listing
	}
	for _, f := range files {
		app, err := reader.ReadFile(context.Background(), f, reader.Options{})
		if err != nil {
			t.Fatal(err)
		}
		rep := check.Run(check.Input{App: app, On: sample.On()}, rules())
		for _, x := range rep.Findings {
			grave := x.Severity == rule.Fatal || x.Severity == rule.Error
			if grave && !right[filepath.Base(f)+" "+x.Rule] {
				t.Errorf("%s: %s %q: %s", filepath.Base(f), x.Rule, x.Quote, x.Message)
			}
		}
	}
}

// TestPublishedAbstracts counts the characters of some thousand abstracts in another way, and
// bounds how often advertising is seen in them.
func TestPublishedAbstracts(t *testing.T) {
	all, loud := 0, 0
	for _, name := range []string{"cn-patents-kppatent-zh/abstracts_3024.jsonl", "cn-patents-bdci2022/train_gold_958.jsonl"} {
		f, err := os.Open(filepath.Join(sharedata.Dir(t), name))
		if err != nil {
			t.Skip("共享数据不在，跳过")
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<22)
		for lines.Scan() {
			var doc struct{ Abstract string }
			if err := json.Unmarshal(lines.Bytes(), &doc); err != nil {
				t.Fatal(err)
			}
			tx := &patent.Text{Part: patent.Abstract}
			tx.Append(patent.Paragraph, "", doc.Abstract)
			app := &patent.Application{Kind: patent.Invention, Texts: map[patent.Part]*patent.Text{patent.Abstract: tx}}
			rep := check.Run(check.Input{App: app, On: sample.On()}, abs.Rules())
			long := false
			for _, x := range rep.Findings {
				long = long || x.Rule == "ABS-002"
				if x.Rule == "ABS-004" && x.Severity == rule.Error {
					loud++
				}
			}
			all++
			stripped := strings.Map(func(r rune) rune {
				if unicode.IsSpace(r) || r == 0x200b || r == 0xfeff {
					return -1
				}
				return r
			}, doc.Abstract)
			if n := len([]rune(stripped)); (n > 300) != long {
				t.Errorf("%d characters, reported %v: %.60s", n, long, doc.Abstract)
			}
		}
	}
	t.Logf("%d abstracts, %d with advertising", all, loud)
	if loud*100 > all {
		t.Errorf("advertising seen in %d of %d abstracts", loud, all)
	}
}

// thirtyPages is an application with a description of about 45,000 characters.
func thirtyPages() *patent.Application {
	parts := strings.Fields("底座 立杆 横梁 连接件 驱动电机 减速器 传动轴 导向轮 张紧轮 防护罩 控制器 温度传感器 压力阀 进料斗 出料槽 搅拌轴 滤网 支撑板 定位销 锁紧螺母")
	d := &patent.Text{Part: patent.Description}
	d.Append(patent.TitleLine, "", "一种谷物输送装置")
	n := 0
	add := func(format string, args ...any) {
		n++
		d.Append(patent.Paragraph, fmt.Sprintf("%04d", n), fmt.Sprintf(format, args...))
	}
	for _, s := range []string{"技术领域", "背景技术", "发明内容", "附图说明"} {
		d.Append(patent.Heading, "", s)
		for i := range 10 {
			if s == "附图说明" {
				add("图%d为本发明第%d实施例的结构示意图；", i+1, i+1)
			} else {
				add("随着技术的发展，现有的谷物输送装置存在效率低、能耗高的问题，本发明提供的第%d种方案包括机架，能够提高输送效率。", i+1)
			}
		}
	}
	var table []string
	for i, p := range parts {
		table = append(table, fmt.Sprintf("%d-%s", i+1, p))
	}
	add("附图标记说明：%s。", strings.Join(table, "；"))
	d.Append(patent.Heading, "", "具体实施方式")
	for i := 0; len(d.Text) < 45_000*3; i++ {
		a, b, c := i%20, (i*7+3)%20, (i*11+5)%20
		add("如图%d所示，所述%s%d通过%s%d与%s%d转动连接，%s%d的长度为%dmm，工作温度为%d℃，转速为每分钟%d转，从而使谷物沿（x，y）方向均匀输送。",
			i%10+1, parts[a], a+1, parts[b], b+1, parts[c], c+1, parts[a], a+1, 100+i, 20+i%60, 300+i)
	}
	abstract := &patent.Text{Part: patent.Abstract}
	abstract.Append(patent.Paragraph, "", "本发明公开了一种谷物输送装置，包括底座（1）和立杆（2），解决了输送效率低的问题。")
	claims := &patent.Text{Part: patent.Claims}
	for i := range 20 {
		claims.Append(patent.ClaimText, fmt.Sprint(i+1), fmt.Sprintf("%d. 一种谷物输送装置，其特征在于，包括%s（%d），所述%s（%d）通过连接件（4）转动连接。", i+1, parts[i], i+1, parts[i], i+1))
	}
	return &patent.Application{Kind: patent.Invention, Title: "一种谷物输送装置",
		Texts: map[patent.Part]*patent.Text{patent.Description: d, patent.Abstract: abstract, patent.Claims: claims}}
}

func BenchmarkThirtyPages(b *testing.B) {
	app, all := thirtyPages(), rules()
	for b.Loop() {
		check.Run(check.Input{App: app, On: sample.On()}, all)
	}
}

// TestThirtyPages keeps the text of the benchmark free of findings that would stop it, so that
// it measures the ordinary case.
func TestThirtyPages(t *testing.T) {
	if rep := check.Run(check.Input{App: thirtyPages(), On: sample.On()}, rules()); rep.Worst() {
		t.Error(rep.Findings)
	}
}
