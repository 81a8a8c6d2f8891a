package identity_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhibao/internal/sharedata"
	"zhibao/patent"
	writer "zhibao/patent/filing"
	"zhibao/patent/identity"
	"zhibao/patent/reader"
	"zhibao/patent/reader/canon"
	"zhibao/patent/reader/text"
)

func lamp() *writer.Application {
	return &writer.Application{
		Kind: writer.Invention, Title: "一种折叠台灯",
		Request: writer.Request{Title: "一种折叠台灯", InternalNo: "N-1", Inventors: []writer.Inventor{{Name: "甲一", ID: "11010119000101001X"}},
			Applicants: []writer.Applicant{{Name: "某厂", Code: "91330100MA00000ABQ"}}, EarlyPublish: true, AbstractFigure: "图1", Signature: "某厂"},
		Claims: []writer.Claim{
			{Number: 1, Text: "一种折叠台灯，其特征在于，包括底座（1）和\n灯臂（2），温度为50℃。"},
			{Number: 2, Text: "根据权利要求1所述的折叠台灯，其特征在于，所述灯臂（2）分为两节。"},
			{Number: 3, Text: "根据权利要求2所述的折叠台灯，其特征在于，还包括灯罩（3）。"},
		},
		Sections: []writer.Section{
			{Heading: "技术领域", Paragraphs: []writer.Paragraph{{Text: "本发明涉及照明设备。"}}},
			{Heading: "背景技术", Paragraphs: []writer.Paragraph{{Text: "现有台灯占地大。"}, {Text: "携带不便。"}}},
			{Heading: "发明内容", Paragraphs: []writer.Paragraph{{Text: "由下式计算：", Formula: &writer.Figure{Art: writer.Art{Style: writer.Squares, Seed: 5, Width: 40, Height: 10}}}}},
			{Heading: "附图说明", Paragraphs: []writer.Paragraph{{Text: "图1为结构示意图。"}}},
			{Heading: "具体实施方式", Paragraphs: []writer.Paragraph{{Text: "如图1所示，底座1与灯臂2铰接。"}}},
		},
		Figures:  []writer.Figure{{Label: "图1", Art: writer.Art{Seed: 1, Signs: []string{"1", "2"}}}, {Label: "图2", Art: writer.Art{Seed: 2, Style: writer.Flow, Signs: []string{"S1"}}}},
		Abstract: []writer.Paragraph{{Text: "本发明公开了一种折叠台灯。"}},
	}
}

func read(t testing.TB, a *writer.Application, opt writer.Options) *patent.Application {
	t.Helper()
	var buf bytes.Buffer
	if err := writer.Write(&buf, a, opt); err != nil {
		t.Fatal(err)
	}
	out, err := reader.Read(context.Background(), "a.zip", bytes.NewReader(buf.Bytes()), int64(buf.Len()), reader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func compare(a, b *patent.Application) *identity.Result {
	return identity.Compare(context.Background(), a, b)
}

// TestPackagingDoesNotCount: the same application in any packaging is the same, with the same
// digests; pictures saved again are told so.
func TestPackagingDoesNotCount(t *testing.T) {
	passed := read(t, lamp(), writer.Options{Folder: "x", Coding: writer.PNG})
	rapid.Check(t, func(rt *rapid.T) {
		opt := writer.Options{
			Layout: rapid.SampledFrom([]writer.Layout{writer.Bundle, writer.Converter}).Draw(rt, "layout"),
			BOM:    rapid.Bool().Draw(rt, "bom"), CRLF: rapid.Bool().Draw(rt, "crlf"), Backslash: rapid.Bool().Draw(rt, "backslash"), NoList: rapid.Bool().Draw(rt, "nolist"),
			Tagged: rapid.Bool().Draw(rt, "tagged"), Coding: rapid.SampledFrom([]writer.Coding{writer.PNG, writer.TIFF, writer.JPEG}).Draw(rt, "coding"),
			Quality: rapid.IntRange(50, 95).Draw(rt, "quality"),
		}
		app := lamp()
		app.Request.InternalNo, app.Request.ApplicationNo, app.Request.SignedOn = "别的编号", "202610000001.1", writer.Date{Year: 2026, Month: 2, Day: 3}
		filed := read(t, app, opt)
		res := compare(passed, filed)
		if !res.Same {
			rt.Fatalf("%+v: %+v", opt, res)
		}
		if d := cmp.Diff(identity.Digests(passed), identity.Digests(filed)); d != "" {
			rt.Fatal(d)
		}
		for _, d := range res.Documents {
			if d.Part == patent.Drawings && opt.Coding != writer.PNG && len(d.Notes) != 2 {
				rt.Fatalf("%v: a re-encoded figure is not mentioned: %+v", opt.Coding, d)
			}
		}
	})
}

// TestOneCharacter: one character changed, wherever it stands, is found at its place.
func TestOneCharacter(t *testing.T) {
	passed := read(t, lamp(), writer.Options{})
	rapid.Check(t, func(rt *rapid.T) {
		app := lamp()
		type spot struct {
			words *string
			part  patent.Part
			place string
		}
		spots := []spot{{&app.Abstract[0].Text, patent.Abstract, "[0001]"}}
		for i := range app.Claims {
			spots = append(spots, spot{&app.Claims[i].Text, patent.Claims, fmt.Sprintf("权利要求%d", i+1)})
		}
		n := 0
		for i := range app.Sections {
			for j := range app.Sections[i].Paragraphs {
				n++
				spots = append(spots, spot{&app.Sections[i].Paragraphs[j].Text, patent.Description, fmt.Sprintf("[%04d]", n)})
			}
		}
		s := rapid.SampledFrom(spots).Draw(rt, "spot")
		rs := []rune(*s.words)
		at := rapid.IntRange(0, len(rs)-1).Draw(rt, "at")
		if rs[at] == '\n' {
			return
		}
		var wantPassed, wantFiled string
		switch rapid.IntRange(0, 2).Draw(rt, "how") {
		case 0:
			wantPassed, wantFiled = string(rs[at]), "误"
			rs[at] = '误'
		case 1:
			wantFiled = "误"
			rs = slices.Insert(rs, at, '误')
		default:
			wantPassed = string(rs[at])
			rs = slices.Delete(rs, at, at+1)
		}
		*s.words = string(rs)
		filed := read(t, app, writer.Options{Layout: writer.Converter})
		res := compare(passed, filed)
		if res.Same {
			rt.Fatal("a changed character is the same")
		}
		for _, d := range res.Documents {
			if d.Part == patent.RequestForm && d.Status == identity.Same || d.Part != s.part && d.Status == identity.Same {
				continue
			}
			if d.Part != s.part || len(d.Differences) != 1 {
				rt.Fatalf("%s: %+v", d.Part, d.Differences)
			}
			got := d.Differences[0]
			if got.Passed != wantPassed || got.Filed != wantFiled || got.Place != s.place {
				rt.Fatalf("passed %q filed %q at %s, want %q %q at %s", got.Passed, got.Filed, got.Place, wantPassed, wantFiled, s.place)
			}
			if words := passed.Text(s.part).Text[got.PassedStart:got.PassedEnd]; words != wantPassed {
				rt.Fatalf("the offsets of the passed text show %q, want %q", words, wantPassed)
			}
			if words := filed.Text(s.part).Text[got.FiledStart:got.FiledEnd]; words != wantFiled {
				rt.Fatalf("the offsets of the filed text show %q, want %q", words, wantFiled)
			}
			if d.Passed == d.Filed {
				rt.Fatal("the digests are equal")
			}
		}
	})
}

func TestDocuments(t *testing.T) {
	passed := read(t, lamp(), writer.Options{})
	for name, c := range map[string]struct {
		change func(*writer.Application)
		want   string
	}{
		"missing part":   {func(a *writer.Application) { a.Abstract = nil }, "请求书 different 附加文件清单|说明书摘要 missing"},
		"claim dropped":  {func(a *writer.Application) { a.Claims = a.Claims[:2] }, "请求书 different 申请文件清单/项数|权利要求书 different 权利要求3"},
		"claims swapped": {func(a *writer.Application) { a.Claims[1].Text, a.Claims[2].Text = a.Claims[2].Text, a.Claims[1].Text }, "权利要求书 different 权利要求2"},
		"renumbered":     {func(a *writer.Application) { a.Claims[2].Number = 4 }, "权利要求书 different 权利要求3"},
		"applicant":      {func(a *writer.Application) { a.Request.Applicants[0].Name = "别厂" }, "请求书 different 申请人/第一申请人/姓名或名称"},
		"inventor added": {func(a *writer.Application) {
			a.Request.Inventors = append(a.Request.Inventors, writer.Inventor{Name: "乙"})
		}, "请求书 different 发明人/其他发明人[1]/姓名"},
		"figure removed":  {func(a *writer.Application) { a.Figures = a.Figures[:1] }, "说明书附图 different 图2"},
		"figure redrawn":  {func(a *writer.Application) { a.Figures[1].Art.Seed = 99 }, "说明书附图 different 图2"},
		"sign changed":    {func(a *writer.Application) { a.Figures[0].Art.Signs = []string{"1", "7"} }, "说明书附图 different 图1"},
		"figure lost":     {func(a *writer.Application) { a.Figures[0].Lost = true }, "说明书附图 different 图1"},
		"label changed":   {func(a *writer.Application) { a.Figures[1].Label = "图3" }, "说明书附图 different 图2"},
		"formula changed": {func(a *writer.Application) { a.Sections[2].Paragraphs[0].Formula.Art.Seed = 77 }, "说明书 different 第1幅文中图片"},
		"formula removed": {func(a *writer.Application) { a.Sections[2].Paragraphs[0].Formula = nil }, "说明书 different [0004]"},
		"paragraphs joined": {func(a *writer.Application) {
			a.Sections[1].Paragraphs = []writer.Paragraph{{Text: "现有台灯占地大。携带不便。"}}
		}, ""},
		"abstract figure":   {func(a *writer.Application) { a.Request.AbstractFigure = "图2" }, "请求书 different 摘要附图/图号|说明书摘要 different 摘要附图"},
		"early publication": {func(a *writer.Application) { a.Request.EarlyPublish = false }, "请求书 different 提前公开"},
	} {
		app := lamp()
		c.change(app)
		res := compare(passed, read(t, app, writer.Options{}))
		var got []string
		for _, d := range res.Documents {
			if d.Status == identity.Same {
				continue
			}
			s := string(d.Part) + " " + string(d.Status)
			if len(d.Differences) > 0 {
				s += " " + d.Differences[0].Place
			}
			got = append(got, s)
		}
		want := strings.Split(c.want, "|")
		if c.want == "" {
			want = nil
		}
		ok := len(got) >= len(want) && res.Same == (c.want == "")
		for _, w := range want {
			found := false
			for _, g := range got {
				found = found || strings.HasPrefix(g, w) || strings.HasPrefix(w, "请求书 different 附加") && strings.HasPrefix(g, "请求书 different")
			}
			ok = ok && found
		}
		if !ok {
			t.Errorf("%s: %q, want %q: %+v", name, got, want, res.Documents)
		}
	}
}

// TestAcrossFormats: text written in a document and the package that was filed from it.
func TestAcrossFormats(t *testing.T) {
	filed := read(t, lamp(), writer.Options{})
	plain := "发明名称：一种折叠台灯\n权利要求书\n1. 一种折叠台灯，其特征在于，包括底座（1）和灯臂（2），温度为50℃。\n2．根据权利要求1所述的折叠台灯，其特征在于，所述灯臂（2）分为两节。\n" +
		"3、根据权利要求2所述的折叠台灯，其特征在于，还包括灯罩（3）。\n说明书\n一种折叠台灯\n技术领域\n[0001] 本发明涉及照明设备。\n背景技术\n[0002] 现有台灯占地大。\n[0003] 携带不便。\n" +
		"发明内容\n由下式计算：\n附图说明\n图1为结构示意图。\n具体实施方式\n如图1所示，底座1与灯臂2铰接。\n说明书摘要\n本发明公开了一种折叠台灯。"
	a := &patent.Application{}
	if err := text.Read(a, "a.txt", []byte(plain), false); err != nil {
		t.Fatal(err)
	}
	res := compare(a, filed)
	for _, d := range res.Documents {
		switch d.Part {
		case patent.Claims, patent.Abstract:
			if d.Status != identity.Same || d.Passed != d.Filed {
				t.Errorf("%s: %+v", d.Part, d)
			}
		case patent.Description: // the formula is a picture, which plain text lacks
			if len(d.Differences) != 1 || d.Differences[0].Filed != "〔图片〕" {
				t.Errorf("%+v", d.Differences)
			}
		case patent.RequestForm, patent.Drawings:
			if d.Status != identity.Extra {
				t.Errorf("%s: %s", d.Part, d.Status)
			}
		}
	}
}

func made(kind patent.BlockKind, lines ...string) *patent.Text {
	b := canon.New(patent.Claims)
	for i, l := range lines {
		number := ""
		if kind == patent.ClaimText {
			number = fmt.Sprint(i + 1)
		}
		b.Words(kind, number, "", l)
	}
	return b.Text()
}

func TestHeights(t *testing.T) {
	build := func(reader string, raised bool, words ...string) *patent.Application {
		b := canon.New(patent.Description)
		r := canon.NewRun(false)
		for i, w := range words {
			if i%2 == 1 && raised {
				r.Raised(true, w)
			} else {
				r.Text(w)
			}
		}
		b.Add(patent.Paragraph, "", "", r)
		return &patent.Application{Reader: reader, Texts: map[patent.Part]*patent.Text{patent.Description: b.Text()}}
	}
	flat, high := build("docx", false, "10", "2", "次"), build("docx", true, "10", "2", "次")
	if compare(flat, high).Same {
		t.Error("10² and 102 are the same")
	}
	if d := compare(flat, high).Documents[0].Differences; !strings.Contains(d[0].Filed, "上标") {
		t.Errorf("%+v", d)
	}
	if !compare(high, build("cnipa-package", false, "10", "²", "次")).Same {
		t.Error("a raised 2 and ² differ")
	}
	if !compare(build("text", false, "10", "2", "次"), high).Same {
		t.Error("plain text cannot raise characters, yet it differs")
	}
}

func ops(rows []identity.Row) string {
	var out []string
	for _, r := range rows {
		out = append(out, fmt.Sprintf("%s %d %d", r.Op, r.A, r.B))
	}
	return strings.Join(out, ", ")
}

func TestDiff(t *testing.T) {
	a := made(patent.ClaimText, "1.一种折叠台灯，其特征在于，包括底座。", "2.根据权利要求1所述的折叠台灯，其特征在于，底座为圆形。", "3.根据权利要求1所述的折叠台灯，其特征在于，还包括可以拆卸的灯罩和开关。",
		"4.根据权利要求3所述的折叠台灯，其特征在于，所述灯罩为铝。")
	for name, c := range map[string]struct {
		b    *patent.Text
		want string
	}{
		"equal": {a, "equal 0 0, equal 1 1, equal 2 2, equal 3 3"},
		"deleted, the rest renumbered": {made(patent.ClaimText, "1.一种折叠台灯，其特征在于，包括底座。", "2.根据权利要求1所述的折叠台灯，其特征在于，还包括可以拆卸的灯罩和开关。", "3.根据权利要求2所述的折叠台灯，其特征在于，所述灯罩为铝。"),
			"equal 0 0, deleted 1 -1, changed 2 1, changed 3 2"},
		"inserted": {made(patent.ClaimText, "1.一种折叠台灯，其特征在于，包括底座。", "2.一种完全不同的方法，包括加热和冷却步骤。", "3.根据权利要求1所述的折叠台灯，其特征在于，底座为圆形。",
			"4.根据权利要求1所述的折叠台灯，其特征在于，还包括可以拆卸的灯罩和开关。", "5.根据权利要求4所述的折叠台灯，其特征在于，所述灯罩为铝。"),
			"equal 0 0, inserted -1 1, changed 1 2, changed 2 3, changed 3 4"},
		"moved": {made(patent.ClaimText, "1.一种折叠台灯，其特征在于，包括底座。", "3.根据权利要求1所述的折叠台灯，其特征在于，还包括可以拆卸的灯罩和开关。", "4.根据权利要求3所述的折叠台灯，其特征在于，所述灯罩为铝。",
			"2.根据权利要求1所述的折叠台灯，其特征在于，底座为圆形。"), "equal 0 0, equal 2 1, equal 3 2, moved 1 3"},
		"words": {made(patent.ClaimText, "1.一种折叠台灯，其特征在于，包括底座和灯臂。", "2.根据权利要求1所述的折叠台灯，其特征在于，底座为圆形。", "3.根据权利要求1所述的折叠台灯，其特征在于，还包括可以拆卸的灯罩和开关。",
			"4.根据权利要求3所述的折叠台灯，其特征在于，所述灯罩为铝。"), "changed 0 0, equal 1 1, equal 2 2, equal 3 3"},
		"spaces": {made(patent.ClaimText, "1. 一种折叠台灯，\n其特征在于，包括底座。", "2.根据权利要求1所述的折叠台灯，其特征在于，底座为圆形。", "3.根据权利要求1所述的折叠台灯，其特征在于，还包括可以拆卸的灯罩和开关。",
			"4.根据权利要求3所述的折叠台灯，其特征在于，所述灯罩为铝。"), "equal 0 0, equal 1 1, equal 2 2, equal 3 3"},
	} {
		rows := identity.Diff(context.Background(), a, c.b)
		if got := ops(rows); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	b := made(patent.ClaimText, "1.一种折叠台灯，其特征在于，包括圆形底座和LED灯。")
	rows := identity.Diff(context.Background(), made(patent.ClaimText, "1.一种折叠台灯，其特征在于，包括底座和灯。"), b)
	var got []string
	for _, e := range rows[0].Edits {
		got = append(got, b.Text[e.BStart:e.BEnd])
	}
	if d := cmp.Diff([]string{"圆形", "LED"}, got); d != "" {
		t.Error(d)
	}
}

// TestDiffRebuilds: applying the rows and edits to the old text gives the new one.
func TestDiffRebuilds(t *testing.T) {
	line := rapid.StringOfN(rapid.RuneFrom([]rune("水壶体盖层a1，。")), 1, 30, -1)
	rapid.Check(t, func(rt *rapid.T) {
		lines := rapid.SliceOfN(line, 1, 12).Draw(rt, "old")
		next := slices.Clone(lines)
		for range rapid.IntRange(0, 6).Draw(rt, "changes") {
			at := rapid.IntRange(0, len(next)-1).Draw(rt, "at")
			switch rapid.IntRange(0, 3).Draw(rt, "how") {
			case 0:
				next = slices.Insert(next, at, line.Draw(rt, "line"))
			case 1:
				if len(next) > 1 {
					next = slices.Delete(next, at, at+1)
				}
			case 2:
				next[at] = next[at] + line.Draw(rt, "more")
			default:
				to := rapid.IntRange(0, len(next)-1).Draw(rt, "to")
				next[at], next[to] = next[to], next[at]
			}
		}
		a, b := made(patent.Paragraph, lines...), made(patent.Paragraph, next...)
		rows := identity.Diff(context.Background(), a, b)
		var got []string
		usedA := map[int]bool{}
		for _, r := range rows {
			if r.A >= 0 {
				if usedA[r.A] {
					rt.Fatalf("block %d twice: %s", r.A, ops(rows))
				}
				usedA[r.A] = true
			}
			switch r.Op {
			case identity.Deleted:
			case identity.Inserted:
				got = append(got, b.Of(b.Blocks[r.B]))
			default:
				words := a.Of(a.Blocks[r.A])
				base := a.Blocks[r.A].Start
				for _, e := range slices.Backward(r.Edits) {
					words = words[:e.AStart-base] + b.Text[e.BStart:e.BEnd] + words[e.AEnd-base:]
				}
				got = append(got, words)
			}
		}
		if d := cmp.Diff(next, got); d != "" || len(usedA) != len(lines) {
			rt.Fatalf("%s\n%s", d, ops(rows))
		}
	})
}

func long(n int, seed uint64) []string {
	rng := rand.New(rand.NewPCG(seed, 1))
	letters := []rune("本发明涉及一种照明设备其特征在于包括底座灯臂灯罩开关电源控制模块数据处理方法温度传感器与所述连接于之间")
	out := make([]string, n)
	for i := range out {
		rs := make([]rune, 120+rng.IntN(200))
		for k := range rs {
			rs[k] = letters[rng.IntN(len(letters))]
		}
		out[i] = string(rs) + "。"
	}
	return out
}

// TestLong: 300 paragraphs with many changes are compared in well under a second, and two texts
// that have nothing in common do not take long either.
func TestLong(t *testing.T) {
	old := long(300, 1)
	next := slices.Clone(old)
	rng := rand.New(rand.NewPCG(3, 3))
	for i := range next {
		if i%3 == 0 {
			rs := []rune(next[i])
			for range 5 {
				rs[rng.IntN(len(rs))] = '改'
			}
			next[i] = string(rs)
		}
	}
	next = append(next[:100], append(long(5, 9), next[110:]...)...)
	for name, pair := range map[string][2][]string{"edited": {old, next}, "nothing in common": {old, long(300, 2)}} {
		a, b := made(patent.Paragraph, pair[0]...), made(patent.Paragraph, pair[1]...)
		start := time.Now()
		rows := identity.Diff(context.Background(), a, b)
		took := time.Since(start)
		res := compare(&patent.Application{Texts: map[patent.Part]*patent.Text{patent.Description: {Part: patent.Description, Text: a.Text, Blocks: a.Blocks}}},
			&patent.Application{Texts: map[patent.Part]*patent.Text{patent.Description: {Part: patent.Description, Text: b.Text, Blocks: b.Blocks}}})
		t.Logf("%s: %d rows in %v, %d differences, all in %v", name, len(rows), took, len(res.Documents[0].Differences), time.Since(start))
		if res.Same || len(res.Documents[0].Differences) == 0 || time.Since(start) > 10*time.Second {
			t.Errorf("%s: %v", name, time.Since(start))
		}
	}
}

// TestSharedVersions: four versions of one real draft differ from each other and not from
// themselves, and every difference quotes the texts.
func TestSharedVersions(t *testing.T) {
	dir := sharedata.Dir(t, "cn-drafts-one-applicant")
	var apps []*patent.Application
	for _, v := range []string{"v1.1", "v1.2", "v1.3", "v1.4"} {
		a, err := reader.ReadFile(context.Background(), dir+"/专利01_FIFO资源池钱龄计算方法_"+v+".docx", reader.Options{})
		if err != nil {
			t.Fatal(err)
		}
		apps = append(apps, a)
	}
	for i, a := range apps {
		if !compare(a, a).Same {
			t.Error("a version differs from itself")
		}
		if i == 0 {
			continue
		}
		res := compare(apps[i-1], a)
		n := 0
		for _, d := range res.Documents {
			n += len(d.Differences)
			for _, x := range d.Differences {
				if p := apps[i-1].Text(d.Part).Text[x.PassedStart:x.PassedEnd]; canon.Squeeze(p) != x.Passed && x.PassedEnd > 0 && !strings.ContainsAny(x.Passed, "〔") {
					t.Errorf("%s %s: offsets show %q, the difference says %q", d.Part, x.Place, p, x.Passed)
				}
			}
		}
		t.Logf("version %d: same %v, %d differences", i+1, res.Same, n)
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("1.一种水壶。\n2.根据权利要求1", "1.一种水壶。\n2.根据权利要求2²")
	f.Fuzz(func(t *testing.T, x, y string) {
		if len(x)+len(y) > 3000 {
			return
		}
		a, b := made(patent.ClaimText, strings.Split(x, "\n")...), made(patent.ClaimText, strings.Split(y, "\n")...)
		if a == nil || b == nil {
			return
		}
		pa, pb := &patent.Application{Texts: map[patent.Part]*patent.Text{patent.Claims: a}}, &patent.Application{Texts: map[patent.Part]*patent.Text{patent.Claims: b}}
		res := compare(pa, pb)
		if res.Same != (len(res.Documents[0].Differences) == 0) || !compare(pa, pa).Same {
			t.Fatalf("%+v", res)
		}
		if same := identity.Digest(pa, patent.Claims) == identity.Digest(pb, patent.Claims); same != res.Same && a.Text != "" && b.Text != "" {
			t.Fatalf("digests equal: %v, same: %v", same, res.Same)
		}
		for _, r := range identity.Diff(context.Background(), a, b) {
			for _, e := range r.Edits {
				if e.AStart > e.AEnd || e.BStart > e.BEnd || e.AEnd > len(a.Text) || e.BEnd > len(b.Text) {
					t.Fatalf("%+v", e)
				}
			}
		}
	})
}

func BenchmarkDiff(b *testing.B) {
	old := long(300, 1)
	next := slices.Clone(old)
	for i := 0; i < len(next); i += 10 {
		next[i] += "改"
	}
	x, y := made(patent.Paragraph, old...), made(patent.Paragraph, next...)
	for b.Loop() {
		identity.Diff(context.Background(), x, y)
	}
}
