package ident_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhibao/law/calendar"
	"zhibao/law/ident"
)

// parser is any of the package's parsers, with text for text.
type parser func(string) (string, error)

func of[T ~string](parse func(string) (T, error)) parser {
	return func(s string) (string, error) {
		v, err := parse(s)
		return string(v), err
	}
}

var parsers = map[string]parser{
	"application": of(ident.ParseApplicationNo), "publication": of(ident.ParsePublicationNo),
	"uscc": of(ident.ParseUSCC), "org": of(ident.ParseOrgCode), "id": of(ident.ParseIDNumber),
	"phone": of(ident.ParsePhone), "email": of(ident.ParseEmail), "postcode": of(ident.ParsePostcode),
	"ipc": of(ident.ParseIPC), "locarno": of(ident.ParseLocarno), "court": of(ident.ParseCourtCaseNo),
	"document": of(ident.ParseDocumentNo), "agency": of(ident.ParseAgencyCode),
}

// accepted lists inputs and their canonical forms.
var accepted = map[string][]string{
	"application": {
		"200710308494.X", "", "200820185283.1", "", "201610987654.7", "", "202310000001.5", "", "202420000001.5", "",
		"202430000001.0", "", "202510123456.5", "", "202180012345.7", "", "202490001234.5", "",
		"202110991218.8", "", "202111286633.X", "", // published
		"ZL 2007 1 0308494.x", "200710308494.X", "ｚｌ２００７１０３０８４９４．Ｘ", "200710308494.X",
		"CN202310000001.5", "202310000001.5", "2023100000015", "202310000001.5", "ZLCN202310000001.5", "202310000001.5",
		"专利号：ZL202310000001.5", "202310000001.5", "102021000991218", "202110991218.8", "202310000001。5", "202310000001.5",
		"02100001.8", "", "98805245.8", "", "\u200b202310000001.5\n", "202310000001.5",
	},
	"publication": {
		"CN102890692A", "", "cn 102890692 a", "CN102890692A", "102890692A", "CN102890692A", "CN201234567U", "",
		"CN301234567S", "", "CN1234567C", "", "CN2345678Y", "", "CN3012345D", "", "CN85100001A", "", "CN113783949B8", "",
	},
	"uscc": {
		"91440300708461136T", "", "91110000802100433B", "", "91310000132149237G", "", "91330100799655058B", "",
		"91110108551385082Q", "", "91330000142916567N", "", "91330100MA00000ABQ", "", "12330100MB0000001N", "",
		"91440300000000001H", "", "9144 0300-7084 6113 6t", "91440300708461136T", "９１４４０３００７０８４６１１３６Ｔ", "91440300708461136T",
	},
	"org":      {"70846113-6", "", "708461136", "70846113-6", "MA00000A-9", ""},
	"id":       {"11010519491231002X", "", "110105 19491231 002x", "11010519491231002X", "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"},
	"phone":    {"13800138000", "", "+86 138-0013-8000", "13800138000", "0086 13800138000", "13800138000", "８６13800138000", "13800138000", "0571-88886666", "", "（0571）88886666", "0571-88886666", "057188886666转801", "0571-88886666-801", "010-88886666-1234", "", "+86 571 88886666", "0571-88886666", "+86-10-88886666", "010-88886666", "400-123-4567", "", "4001234567", "400-123-4567", "+852 1234 5678", "+85212345678"},
	"email":    {"a.b+c@Example.COM", "a.b+c@example.com", " x@y.cn ", "x@y.cn", "Ａ@x-y.org.cn", "A@x-y.org.cn"},
	"postcode": {"310000", "", "3 1 0 0 0 0", "310000", "０１００１０", "010010"},
	"ipc":      {"H01M", "", "H01M 10/0525", "", "h01m10/0525", "H01M 10/0525", "H04L   29/08    (2006.01)", "H04L 29/08", "G06F 0017/30", "G06F 17/30", "A61K 9/00", ""},
	"locarno":  {"14-03", "", "LOC(15)Cl.14-03", "14-03", "32-99", "", "01－02", "01-02"},
	"court":    {"（2026）粤03民初123号", "", "(2026)浙01民特12号", "（2026）浙01民特12号", "〔2021〕最高法知民终第5号", "（2021）最高法知民终5号", "(2026)京73行初1号之一", "（2026）京73行初1号之一", "（2026）沪0115财保7号", "", "(2026) 粤 03 民诉前调 99 号", "（2026）粤03民诉前调99号"},
	"document": {"国知发管字〔2016〕92号", "", "国知保裁字[2021]1号", "国知保裁字〔2021〕1号", "X市监罚字（2026）12号", "X市监罚字〔2026〕12号", "京知执字〔2015〕第12号", ""},
	"agency":   {"33200", "", "１１ ０ ２ １", "11021"},
}

func TestAccepted(t *testing.T) {
	for kind, pairs := range accepted {
		parse := parsers[kind]
		for i := 0; i < len(pairs); i += 2 {
			want := pairs[i+1]
			if want == "" {
				want = pairs[i]
			}
			got, err := parse(pairs[i])
			if err != nil || got != want {
				t.Errorf("%s %q: %q %v, want %q", kind, pairs[i], got, err, want)
			}
			if again, err := parse(got); err != nil || again != got {
				t.Errorf("%s: canonical %q reads as %q, %v", kind, got, again, err)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	for _, v := range []struct {
		kind, in string
		code     ident.Code
		position int
		says     string
	}{
		{"application", "", ident.Empty, 0, "未填写"},
		{"application", strings.Repeat("1", 301), ident.Length, 0, "过长"},
		{"application", "202310000001.6", ident.Check, 13, "第13位校验码应为 5，实为 6"},
		{"application", "202301000001.5", ident.Character, 5, "种类号"},
		{"application", "202310O00001.5", ident.Character, 7, "第7位为“O”"},
		{"application", "2023X0000001.5", ident.Character, 5, "数字"},
		{"application", "202310000001", ident.Length, 13, "202310000001.5"},
		{"application", "20231000001.5", ident.Length, 0, "实为12位"},
		{"application", "190010000001.5", ident.Range, 1, "年份"},
		{"application", "50100001.2", ident.Range, 1, "年份"},
		{"application", "132021000991218", ident.Form, 0, "标准格式"},
		{"publication", "CN402890692A", ident.Range, 1, "种类"},
		{"publication", "CN102890692U", ident.Range, 1, "种类"},
		{"publication", "US10289069A", ident.Form, 0, "CN102890692A"},
		{"uscc", "91440300708461136X", ident.Check, 18, "第18位校验码应为 T，实为 X"},
		{"uscc", "9144030070846113OT", ident.Character, 17, "是否为 0"},
		{"uscc", "914403A0708461136T", ident.Character, 7, "行政区划"},
		{"uscc", "91440300708461136", ident.Length, 0, "应为18位，实为17位"},
		{"uscc", "91440300780461136T", ident.Check, 18, "第4、5位或第10、11位可能写反"},
		{"uscc", "94140300708461136T", ident.Check, 18, "第2、3位或第13、14位可能写反"},
		{"uscc", "19440300708461136T", ident.Check, 18, "；第1、2位可能写反"},
		{"uscc", "91440330708461136T", ident.Check, 18, "第9至17位自身相符"},
		{"org", "70846113-7", ident.Check, 9, "应为 6"},
		{"org", "7084611?6", ident.Character, 8, "第8位"},
		{"id", "110105194912310029", ident.Check, 18, "应为 X，实为 9"},
		{"id", "99010519491231002X", ident.Range, 1, "省级行政区划"},
		{"id", "11010519491331002X", ident.Range, 7, "出生日期"},
		{"id", "110105194902290020", ident.Range, 7, "出生日期"},
		{"id", "110105491231002", ident.Length, 0, "15位旧号码"},
		{"id", "1101051949123100X2", ident.Character, 17, "仅第18位"},
		{"phone", "1380013800", ident.Length, 0, "11位"},
		{"phone", "88886666", ident.Form, 0, "区号"},
		{"phone", "12345678901", ident.Form, 0, "无法识别"},
		{"email", "a@b", ident.Form, 0, "name@example.com"},
		{"email", "a..b@c.cn", ident.Form, 0, "格式"},
		{"email", "张三@c.cn", ident.Form, 0, "格式"},
		{"email", strings.Repeat("a", 64) + "@" + strings.Repeat("b.", 100) + "cn", ident.Form, 0, "格式"},
		{"postcode", "31000", ident.Length, 0, "6位"},
		{"postcode", "31000a", ident.Character, 6, "第6位"},
		{"postcode", "000000", ident.Range, 1, "000000"},
		{"ipc", "I01M", ident.Form, 0, "H01M"},
		{"ipc", "H01", ident.Form, 0, "小类"},
		{"ipc", "H01M 0/05", ident.Range, 5, "大组"},
		{"locarno", "33-01", ident.Range, 1, "01至32"},
		{"locarno", "14-00", ident.Range, 4, "小类"},
		{"locarno", "1403", ident.Form, 0, "14-03"},
		{"court", "（2026）火03民初123号", ident.Form, 0, "法院代字"},
		{"court", "（1826）粤03民初123号", ident.Range, 2, "年度"},
		{"document", "国知发管字2016-92", ident.Form, 0, "〔2016〕"},
		{"document", "国知发管字〔2016〕092号", ident.Range, 0, "不编虚位"},
		{"document", "国知发管字〔1816〕92号", ident.Range, 0, "年份"},
		{"agency", "3320", ident.Length, 0, "5位"},
	} {
		got, err := parsers[v.kind](v.in)
		e, ok := errors.AsType[*ident.Error](err)
		if !ok || got != "" {
			t.Errorf("%s %q: accepted as %q", v.kind, v.in, got)
			continue
		}
		if e.Code != v.code || e.Position != v.position || !strings.Contains(e.Message, v.says) || e.EN == "" || e.Kind == "" {
			t.Errorf("%s %q: %+v, want %s at %d saying %s", v.kind, v.in, *e, v.code, v.position, v.says)
		}
	}
}

// Every change of one character in a number with a check character is found, and every
// exchange of neighbours; the latter is named where it is one of two explanations at most.
func TestCheckCharactersFindMistakes(t *testing.T) {
	usable := map[string]string{"application": "0123456789X", "uscc": "0123456789ABCDEFGHJKLMNPQRTUWXY", "id": "0123456789X",
		"org": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
	for kind, alphabet := range usable {
		parse, hinted := parsers[kind], 0
		for i := 0; i < len(accepted[kind]); i += 2 {
			good, _ := parse(accepted[kind][i])
			for at := range len(good) {
				for _, c := range alphabet {
					bad := good[:at] + string(c) + good[at+1:]
					if good[at] == '.' || good[at] == '-' || bad == good {
						continue
					}
					// In the organisation code digits and letters eleven apart weigh the same.
					if got, err := parse(bad); err == nil && kind != "org" {
						t.Errorf("%s: %s is taken for %s", kind, bad, got)
					}
				}
				if at == 0 || good[at] == good[at-1] || strings.ContainsAny(good[at-1:at+1], ".-") {
					continue
				}
				swapped := good[:at-1] + good[at:at+1] + good[at-1:at] + good[at+1:]
				if _, err := parse(swapped); err == nil {
					t.Errorf("%s: exchange in %s is not found", kind, swapped)
				} else if strings.Contains(err.Error(), "可能写反") {
					hinted++
				}
			}
		}
		if hinted == 0 {
			t.Errorf("%s: no exchange is ever named", kind)
		}
	}
}

// The check character of any body is found by trying all of them, and exactly one fits.
func TestExactlyOneCheckCharacterFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for kind, v := range map[string][2]string{
			"application": {`20(0[4-9]|[1-9][0-9])[12389][0-9]{7}`, "0123456789X"},
			"uscc":        {`[159][1-5][0-9]{6}[0-9ABCDEFGHJKLMNPQRTUWXY]{9}`, "0123456789ABCDEFGHJKLMNPQRTUWXY"},
			"id":          {`(11|33|44|81)[0-9]{4}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[0-9]{3}`, "0123456789X"},
			"org":         {`[0-9A-Z]{8}`, "0123456789X"},
		} {
			body := rapid.StringMatching(v[0]).Draw(t, kind)
			var fits []string
			for _, c := range v[1] {
				if _, err := parsers[kind](body + string(c)); err == nil {
					fits = append(fits, string(c))
				}
			}
			if len(fits) != 1 {
				t.Fatalf("%s %s: check characters %v fit", kind, body, fits)
			}
		}
	})
}

func TestParts(t *testing.T) {
	a, _ := ident.ParseApplicationNo("202110991218.8")
	if a.Year() != 2021 || a.Type() != ident.Invention || a.PatentNo() != "ZL202110991218.8" || a.Standard() != "102021000991218" || a.Old() {
		t.Error("parts of a new application number")
	}
	old, _ := ident.ParseApplicationNo("98805245.8")
	if old.Year() != 1998 || old.Type() != ident.PCTInvention || old.Type().Right() != ident.Invention || !old.Type().PCT() || old.Standard() != "" || !old.Old() {
		t.Error("parts of an old application number")
	}
	if o, _ := ident.ParseApplicationNo("02100001.8"); o.Year() != 2002 {
		t.Error("year of an old number after 2000")
	}
	u := ident.USCC("91440300708461136T")
	if u.Division() != "440300" || u.OrgCode() != "708461136" || u.Authority() != "市场监管" || ident.USCC("").Authority() != "" {
		t.Error("parts of a credit code")
	}
	n := ident.IDNumber("11010519491231002X")
	if n.Birth() != calendar.MustDay("1949-12-31") || n.Division() != "110105" || n.Permit() ||
		n.Age(calendar.MustDay("2026-12-30")) != 76 || n.Age(calendar.MustDay("2026-12-31")) != 77 || n.Age(calendar.MustDay("1949-12-30")) != -1 {
		t.Error("parts of an identity number")
	}
	if p := ident.PublicationNo("CN102890692A"); p.Type() != ident.Invention || p.Kind() != "A" {
		t.Error("parts of a publication number")
	}
	c := ident.IPC("H01M 10/0525")
	if c.Subclass() != "H01M" || c.MainGroup() != "H01M 10/00" || !c.Within("H01M") || !c.Within("H01M 10/00") || !c.Within(c) ||
		c.Within("H01M 1/00") || c.Within("H01G") || c.Within("") || ident.IPC("H01M").Within("H01M 10/00") {
		t.Error("parts of an IPC symbol")
	}
	if year, court, kind, serial := ident.CourtCaseNo("（2026）粤03民初123号").Parts(); year != 2026 || court != "粤03" || kind != "民初" || serial != 123 {
		t.Error("parts of a case number")
	}
	if ident.Locarno("14-03").Class() != "14" || !ident.Phone("13800138000").Mobile() || ident.Phone("0571-88886666").Mobile() {
		t.Error("Locarno class or mobile")
	}
	for _, typ := range []ident.PatentType{'1', '2', '3', '8', '9'} {
		if typ.Title() == "" {
			t.Errorf("type %c has no title", typ)
		}
	}
}

func TestMask(t *testing.T) {
	for in, want := range map[string]string{"11010519491231002X": "110***********002X", "E12345678": "********8", "": "", "X": "*", "张三": "**"} {
		if got := ident.MaskID(in); got != want {
			t.Errorf("%s is shown as %s, want %s", in, got, want)
		}
	}
	if got := ident.MaskPhone("13800138000"); got != "138****8000" {
		t.Errorf("telephone shown as %s", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		got := []rune(ident.MaskID(s))
		shown := 0
		for _, r := range got {
			if r != '*' {
				shown++
			}
		}
		if len(got) != len([]rune(s)) || shown > 7 || shown*2 > len(got)+4 {
			t.Fatalf("%q is shown as %q", s, string(got))
		}
	})
}
