package marking_test

import (
	"context"
	"strings"
	"testing"

	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/protection/counterfeit/marking"
)

func TestFind(t *testing.T) {
	for text, want := range map[string]string{
		"专利号：ZL 2023 1 0000001.5":                           "202310000001.5",
		"ＺＬ２０２３１００００００１．５":                                  "202310000001.5",
		"中国专利 ZL2024200000015，仿冒必究":                         "202420000001.5",
		"专利号 202430000001·0（外观设计）":                          "202430000001.0",
		"本产品已获专利 ZL200710308494.x 保护":                       "200710308494.X",
		"Patent No. CN202180012345.7":                       "202180012345.7",
		"实用新型专利号:ZL2024 9000 1234.5；发明专利号：ZL201610987654.7": "202490001234.5 202610987654.7?",
		"条码 6901234567892 电话 13800000000 货号 20231000":       "",
		"ZL202310000001.6":    "!",
		"专利号ZL2O231OOOOOO1.5": "202310000001.5",
		"ZL202310000001.5 又 ZL 2023 10000001.5 再 202310000001.5": "202310000001.5",
		"专利号：ZL85100001.2":                                       "?",
		"202310000001.5":                                         "202310000001.5",
		"202310000001.7":                                         "!",
		"ZL 123":                                                 "",
	} {
		var got []string
		for _, f := range marking.Find(text) {
			if f.Err != nil {
				got = append(got, "!")
				continue
			}
			got = append(got, string(f.Number))
		}
		have := strings.Join(got, " ")
		switch {
		case want == "?":
			if len(got) != 1 {
				t.Errorf("%q: found %q, one expected", text, have)
			}
		case strings.HasSuffix(want, "?"): // two numbers
			if len(got) != 2 || !strings.HasPrefix(have, strings.Fields(want)[0]) {
				t.Errorf("%q: found %q", text, have)
			}
		case have != want:
			t.Errorf("%q: found %q, want %q", text, have, want)
		}
	}
}

func TestVerdicts(t *testing.T) {
	day := calendar.MustDay
	records := map[string]marking.Record{
		"202310000001.5": {Kind: "invention", Holder: "甲公司", Title: "一种支架", Filed: day("2023-01-03"), Granted: day("2024-06-04"), Status: marking.Valid, Since: day("2024-06-04")},
		"202420000001.5": {Kind: "utility", Holder: "甲公司", Filed: day("2024-01-03"), Granted: day("2024-08-06"), Status: marking.Unpaid, Since: day("2026-02-03")},
		"202430000001.0": {Kind: "design", Holder: "乙公司", Filed: day("2024-01-03"), Granted: day("2024-08-06"), Status: marking.Invalid, Since: day("2025-09-09")},
		"202510123456.5": {Kind: "invention", Holder: "丙公司", Filed: day("2025-03-03"), Status: marking.Pending, Since: day("2025-03-03")},
		"200820185283.1": {Kind: "utility", Holder: "丁公司", Filed: day("2008-08-01"), Status: marking.None, Since: day("2009-09-01")},
	}
	ledger := func(_ context.Context, _ *store.Tx, _ int64, no string, _ calendar.Day) (marking.Record, bool, error) {
		r, ok := records[no]
		return r, ok, nil
	}
	for _, c := range []struct{ text, marker, made, verdict, conduct string }{
		{"专利号ZL202310000001.5", "甲公司", "", marking.InForce, ""},
		{"专利号ZL202310000001.5", "戊公司", "", marking.InForce, "number"},
		{"外观设计专利 ZL202310000001.5", "甲公司", "", marking.Mismatched, "improper"},
		{"ZL202420000001.5", "甲公司", "", marking.Ended, "lapsed"},
		{"ZL202420000001.5", "甲公司", "2025-05-05", marking.Ended, "legally_marked"},
		{"ZL202430000001.0", "乙公司", "", marking.Nullified, "lapsed"},
		{"专利号ZL202510123456.5", "丙公司", "", marking.Applying, "application"},
		{"专利申请号202510123456.5", "丙公司", "", marking.Applying, ""},
		{"ZL200820185283.1", "丁公司", "", marking.NotExist, "unpatented"},
		{"ZL202310000001.6", "甲公司", "", marking.NotExist, "unpatented"},
		{"ZL201610987654.7", "甲公司", "", marking.Unlisted, ""},
	} {
		q := marking.Query{On: day("2026-03-10"), Marker: c.marker}
		if c.made != "" {
			q.Made = day(c.made)
		}
		out, err := marking.Check(t.Context(), nil, ledger, q, marking.Find(c.text))
		if err != nil || len(out) != 1 || out[0].Code != c.verdict || out[0].Conduct != c.conduct {
			t.Errorf("%s by %s: %+v %v, want %s %q", c.text, c.marker, out, err, c.verdict, c.conduct)
			continue
		}
		if out[0].Reason == "" || out[0].English == "" || out[0].Basis == "" || marking.Title(out[0].Code)[0] == "" {
			t.Errorf("%s: no reason, basis or word: %+v", c.text, out[0])
		}
	}
}
