package filing_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhibao/internal/fault"
	"zhibao/internal/sharedata"
	"zhibao/patent"
	"zhibao/patent/reader/bundle"
	"zhibao/patent/reader/filing"
)

func read(t testing.TB, files ...bundle.File) (*patent.Application, error) {
	t.Helper()
	s, err := bundle.Files(context.Background(), files, bundle.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return filing.Read(context.Background(), s)
}

func mem(name, s string) bundle.File { return bundle.Memory(name, []byte(s)) }

const form = `<?xml version="1.0"?><实用新型专利请求书>
<申请号/><发明名称>一种水壶</发明名称>
<发明人><第一发明人><姓名>甲一</姓名><身份证号>11010519491231002X</身份证号></第一发明人><其他发明人><姓名>乙二</姓名></其他发明人><其他发明人><姓名>丙三</姓名><请求不公开><附加>否</附加></请求不公开></其他发明人><其他发明人 顺序="4"><姓名/></其他发明人></发明人>
<申请人><第一申请人><姓名或名称>某厂</姓名或名称><费减备案><附加>0</附加></费减备案></第一申请人></申请人>
<分案申请><原申请号/><原申请日><年/><月/><日/></原申请日></分案申请>
<要求优先权声明><在先申请 顺序="1"><在先申请国别或地区/><在先申请日/><在先申请号/></在先申请></要求优先权声明>
<同日申请><声明本发明在同日申请实用新型专利><附加>是</附加></声明本发明在同日申请实用新型专利></同日申请>
<摘要附图><图号>图２</图号></摘要附图>
<申请文件清单><申请文件信息><申请文件 顺序="1"><文件名称>权利要求书</文件名称><表格代码>100001</表格代码><页数>2页</页数></申请文件><申请文件 顺序="2"><文件名称>说明书</文件名称><页数>10</页数></申请文件></申请文件信息><项数>9项</项数></申请文件清单>
<新的栏目><内容>没见过的</内容></新的栏目></实用新型专利请求书>`

func TestForm(t *testing.T) {
	a, err := read(t, mem("120101.xml", form))
	if err != nil {
		t.Fatal(err)
	}
	want := &patent.Request{Code: "120101", Title: "一种水壶",
		Inventors:      []patent.Inventor{{Name: "甲一", ID: "11010519491231002X"}, {Name: "乙二"}, {Name: "丙三"}},
		Applicants:     []patent.Applicant{{Name: "某厂"}},
		SameDay:        true,
		AbstractFigure: "图２", ClaimCount: 9,
		Documents: []patent.Listed{{Name: "权利要求书", Code: "100001", Pages: 2}, {Name: "说明书", Pages: 10}},
		Other:     []patent.Pair{{Name: "新的栏目/内容", Value: "没见过的"}}}
	if d := cmp.Diff(want, a.Request); d != "" {
		t.Error(d)
	}
	if a.Kind != patent.UtilityModel || a.Abstract.Figure != "图２" || a.Abstract.Count != 1 || a.Title != "一种水壶" {
		t.Errorf("%q %+v", a.Kind, a.Abstract)
	}
	var ids []string
	for _, b := range a.Text(patent.RequestForm).Blocks {
		ids = append(ids, b.ID)
	}
	if d := cmp.Diff([]string{"发明名称", "发明人/第一发明人/姓名", "发明人/第一发明人/身份证号", "发明人/其他发明人[1]/姓名", "发明人/其他发明人[2]/姓名", "发明人/其他发明人[2]/请求不公开/附加"}, ids[:6]); d != "" {
		t.Error(d)
	}
}

// TestOutlines: of every element that the official outline of a form names, a value is read into
// the model or kept as another field.
func TestOutlines(t *testing.T) {
	dir := sharedata.Dir(t, "cnipa-filing-package", "elements")
	for _, code := range []string{"110101", "120101"} {
		data, err := os.ReadFile(filepath.Join(dir, code+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		doc, leaves := fill(strings.ReplaceAll(string(data), "第一申请人其他申请人", "其他申请人"))
		a, err := read(t, mem(code+".xml", `<?xml version="1.0"?>`+doc))
		if err != nil {
			t.Fatal(err)
		}
		text := a.Text(patent.RequestForm)
		if len(text.Blocks) < leaves*8/10 { // year, month and day are one field
			t.Errorf("%s: %d blocks for %d leaves", code, len(text.Blocks), leaves)
		}
		for _, b := range text.Blocks {
			if !strings.Contains(text.Of(b), "：") || b.ID == "" {
				t.Errorf("%+v %q", b, text.Of(b))
			}
		}
		q := a.Request
		for name, ok := range map[string]bool{
			"title": q.Title != "", "inventors": len(q.Inventors) == 2, "applicants": len(q.Applicants) == 1 && q.Applicants[0].Name != "" && q.Applicants[0].Code != "" && q.Applicants[0].Street != "",
			"contact": q.Contact.Name != "" && q.Contact.Street != "", "agency": q.Agency.Name != "" && len(q.Agency.Agents) == 1 && q.Agency.Agents[0].Licence != "",
			"divisional": q.Divisional != "" && q.DivisionalDate != "", "priority": len(q.Priorities) == 1 && q.Priorities[0].Number != "", "grace": len(q.Grace) == 3, "same day": q.SameDay,
			"figure": q.AbstractFigure != "", "documents": len(q.Documents) == 1 && q.Documents[0].Pages == 7, "attachments": len(q.Attachments) == 1, "signature": q.Signature != "",
			"deposit": code == "120101" || len(q.Deposits) == 1 && q.Deposits[0].Number != "", "declared": code == "120101" || q.EarlyPublish && q.Genetic && q.Sequence,
		} {
			if !ok {
				t.Errorf("%s: %s is not read: %+v", code, name, q)
			}
		}
	}
}

// fill makes a document of an outline: every leaf holds the value 7.
func fill(outline string) (string, int) {
	lines := strings.Split(strings.TrimSpace(outline), "\n")
	var sb strings.Builder
	var open []string
	leaves := 0
	indent := func(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }
	for i, l := range lines {
		name, _, _ := strings.Cut(strings.TrimSpace(l), " ")
		for len(open) > indent(l)/2 {
			sb.WriteString("</" + open[len(open)-1] + ">")
			open = open[:len(open)-1]
		}
		sb.WriteString("<" + name + ">")
		open = append(open, name)
		if i+1 == len(lines) || indent(lines[i+1]) <= indent(l) {
			sb.WriteString("7")
			leaves++
		}
	}
	for len(open) > 0 {
		sb.WriteString("</" + open[len(open)-1] + ">")
		open = open[:len(open)-1]
	}
	return sb.String(), leaves
}

func TestCodes(t *testing.T) {
	for name, want := range map[string]bool{"100001.xml": true, "a/List.xml": true, "x/100002/x.xml": true, "100001-1.xml": true, "20240101.xml": false, "说明.xml": false, "990001.xml": false, "100001.txt": false} {
		s, err := bundle.Files(context.Background(), []bundle.File{mem(name, "<a/>")}, bundle.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if filing.Match(s) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
	if name, ok := filing.Known("110401"); !ok || name != "实质审查请求书" {
		t.Error(name, ok)
	}
}

func TestUnknownCodeAndBody(t *testing.T) {
	a, err := read(t, mem("150127/150127.xml", "<x>甲</x>"), mem("100001/100001.xml", "<cn-application-body><cn-claims><claim num='1'><claim-text>1.一种水壶。</claim-text></claim></cn-claims></cn-application-body>"),
		mem("100005/100005.xml", `<cn-application-body><cn-drawings><figure num="1" figure-labels="图3"><img file="图3.jpg"/></figure></cn-drawings></cn-application-body>`))
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Forms) != 3 || a.Forms[0].Known || !a.Forms[1].Known || a.Package {
		t.Errorf("%+v", a.Forms)
	}
	if a.Abstract.Figure != "图3" || a.Abstract.Count != 1 || len(a.Figures) != 0 {
		t.Errorf("%+v %+v", a.Abstract, a.Figures)
	}
}

func FuzzForm(f *testing.F) {
	f.Add(form, "120101.xml")
	f.Add(`<data-bus><WENJIANBYSXX><BAONEIWJXX><XIANGDUILJ>..\x\100001.xml</XIANGDUILJ></BAONEIWJXX></WENJIANBYSXX></data-bus>`, "List.xml")
	f.Add(`<cn-application-body><description><p num="0001"><maths><img file="../a.jpg"/></maths></p></description></cn-application-body>`, "100002.xml")
	f.Add(`<专利代理委托书><图片或照片><文件名称>a.jpg</文件名称></图片或照片></专利代理委托书>`, "100007.xml")
	f.Add(`<a><figure figure-labels="主视图"><img file="1.jpg"/></figure></a>`, "130001.xml")
	f.Add(`<a><cn-brief><p>1.产品的名称：椅。</p></cn-brief></a>`, "130002.xml")
	f.Fuzz(func(t *testing.T, doc, name string) {
		if len(doc) > 1<<14 {
			return
		}
		s, err := bundle.Files(context.Background(), []bundle.File{mem(name, doc)}, bundle.Limits{})
		if err != nil {
			return
		}
		a, err := filing.Read(context.Background(), s)
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatal(err)
			}
			return
		}
		for p, x := range a.Texts {
			for _, b := range x.Blocks {
				if b.Start < 0 || b.End > len(x.Text) || b.Start > b.End {
					t.Fatalf("%s: %+v", p, b)
				}
			}
		}
		for _, ti := range a.Titles {
			if ti.End > 0 && a.Text(ti.Part).Text[ti.Start:ti.End] != ti.Title {
				t.Fatalf("%+v", ti)
			}
		}
	})
}
