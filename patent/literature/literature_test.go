package literature_test

import (
	"slices"
	"testing"

	"zhibao/patent/literature"
)

func TestNumber(t *testing.T) {
	for in, want := range map[string]string{"CN113783949A": "CN113783949A", "CN 113783949 a": "CN113783949A", "US-2005/0004437-A1": "US20050004437A1", "US2005004437A1": "US20050004437A1",
		"US 07272630 B2": "US7272630B2", "USD0435854S1": "USD435854S1", "EP 1000000 B1": "EP1000000B1", "EP0123456A1": "EP0123456A1", "WO2004/012345A2": "WO2004012345A2", "JP 2003-012345 A": "JP2003012345A",
		"ＣＮ２０１８２３４５６Ｕ": "CN201823456U", "7272630": "", "": "", "CN": "", "CN000A": "", "CN1985100156A": "CN85100156A"} {
		if got := literature.Canonical(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"CN113783949A": "CN113783949", "US7272630B2": "US7272630", "US7272630": "US7272630", "USD435854S": "USD435854"} {
		if got := literature.Root(in); got != want {
			t.Errorf("root of %q: %q, want %q", in, got, want)
		}
	}
	for in, want := range map[[2]string]string{{"CN", "202110991218.8"}: "202110991218.8", {"CN", "102021000991218"}: "202110991218.8", {"", "CN202110991218.8"}: "202110991218.8", {"US", "15/687,432"}: "US15687432", {"", "CN2021109912"}: "CN2021109912", {"EP", "04818324.8"}: "EP04818324", {"US", "201815919370"}: "US15919370"} {
		if got := literature.Application(in[0], in[1]); got != want {
			t.Errorf("application %q: %q, want %q", in, got, want)
		}
	}
}

func TestSymbol(t *testing.T) {
	for in, want := range map[string]string{"C07D  251/18    (2006.01)": "C07D 251/18", "H04L   29/08": "H04L 29/08", "g06f 17/30 20060101AFI": "G06F 17/30", "A61K0031/4985": "A61K 31/4985", "G06F17": "G06F 17/00",
		"H04L": "H04L", "A61M  31/    00            A I": "A61M 31/00", "Y02E 10/50": "Y02E 10/50", "E05B 65/00": "E05B 65/00", "E05D 15/10 [2013-01]": "E05D 15/10", "": "", "42": "", "ABCD": "", "G06F017/30": "G06F 17/30"} {
		if got := literature.Symbol(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string][]string{"G06F17/30": {"G", "G06", "G06F", "G06F17", "G06F17/30"}, "H01M": {"H", "H01", "H01M"}, "H": {"H"}, "G06F17": {"G", "G06", "G06F", "G06F17"}} {
		if got := literature.Path(in); !slices.Equal(got, want) {
			t.Errorf("%q: %q", in, got)
		}
	}
	for in, want := range map[string]string{"14-02": "14-02", "1402": "14-02", "LOC (10) Cl. 14-02": "14-02", "7-01": "07-01", "": "", "x": ""} {
		if got := literature.Locarno(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestDay(t *testing.T) {
	for in, want := range map[string]string{"20141224": "2014-12-24", "2014-12-24": "2014-12-24", "2014/1/4": "2014-01-04", "24.12.2014": "2014-12-24", "24/12/14": "2014-12-24", "24/12/84": "1984-12-24",
		"2014年12月24日": "2014-12-24", "19831100": "1983-11-01", "Dec 24, 2014": "2014-12-24", "24 Dec 2014": "2014-12-24", "24-Dec-14": "2014-12-24", "2014-12-24T00:00:00Z": "2014-12-24", "2014-12-24 10:00:00": "2014-12-24",
		"2014": "", "": "", "NA": "", "31.02.2014": "", "20141399": "", "99999999999999999999": ""} {
		if got := literature.Day(in).String(); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"CN113783949A", "24/12/14", "C07D  251/18    (2006.01)", "14-02"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n := literature.Canonical(s); n != "" && literature.Canonical(n) != n {
			t.Errorf("%q: %q is not canonical", s, n)
		}
		if c := literature.Symbol(s); c != "" && literature.Symbol(c) != c {
			t.Errorf("%q: %q", s, c)
		}
		if d := literature.Day(s); !d.IsZero() && literature.Day(d.String()) != d {
			t.Errorf("%q: %v", s, d)
		}
		literature.Locarno(s)
		literature.Application("", s)
	})
}
