package indicator

import (
	"slices"
	"strconv"
	"testing"

	"zhibao/law/calendar"
)

var today = calendar.MustDay("2026-11-20")

// input makes filings of owners, one each, with the thresholds that the program brings.
func input(owners ...int64) *Input {
	in := &Input{Today: today, Near: map[int64][]Near{}, Firms: map[int64]Firm{}, Limits: map[string]Limit{}}
	for _, x := range Catalogue() {
		for _, l := range x.Limits {
			n, err := strconv.Atoi(l.Default)
			if err != nil {
				panic(err)
			}
			in.Limits[l.Key] = Limit{N: n}
		}
	}
	for i, o := range owners {
		in.Filings = append(in.Filings, &Filing{Case: int64(i + 1), Owner: o, Kind: "发明", Class: "H01M10/05", Day: today - 30 + calendar.Day(i), Text: true})
	}
	return in
}

// near says that two filings have so much in common.
func (in *Input) near(a, b int64, n Near) {
	n.Case = b
	in.Near[a] = append(in.Near[a], n)
}

// finds demands that exactly these parties are concerned by the indicator and by no other.
func finds(t *testing.T, in *Input, id string, subjects ...int64) (out []Finding) {
	t.Helper()
	var got []int64
	for _, f := range Find(in) {
		if f.Indicator != id {
			t.Errorf("%s found too: %+v", f.Indicator, f)
			continue
		}
		got, out = append(got, f.Subject), append(out, f)
		if len(f.Numbers) == 0 || len(f.Own()) == 0 {
			t.Errorf("%s says no numbers or names no filing: %+v", id, f)
		}
	}
	if !slices.Equal(got, subjects) {
		t.Fatalf("%s concerns %v, want %v", id, got, subjects)
	}
	return out
}

func TestAlike(t *testing.T) {
	in := input(1, 1, 1, 2)
	in.near(1, 2, Near{Score: 0.6})
	in.near(2, 3, Near{Score: 0.5})
	in.near(1, 4, Near{Score: 0.9}) // a stranger's is SUB-018
	f := finds(t, in, "QUA-001", 1)[0]
	if f.Group != ByApplicant || f.Numbers[0].Value != "60" || f.Numbers[1].Value != "3" || len(f.Members) != 3 {
		t.Errorf("finding %+v", f)
	}
	in.Near[2][0].Score = 0.49
	finds(t, in, "")
	in = input(1, 1, 2)
	for _, f := range in.Filings {
		f.Marks = []Mark{{Token: 9, Kind: Way, Applicant: true, Name: "0512-66880000"}}
	}
	in.Limits["QUA-009.applicants"] = Limit{}
	in.near(1, 2, Near{Score: 0.7})
	in.near(2, 3, Near{Score: 0.7})
	both := finds(t, in, "QUA-001", 1, 2)
	if both[1].Group != ByLinked || !slices.Equal(both[1].Own(), []int64{3}) || len(both[1].Members) != 3 {
		t.Errorf("linked applicants: %+v", both[1])
	}
	// Whoever writes for both is no link.
	for _, f := range in.Filings {
		f.Marks[0].Applicant = false
	}
	finds(t, in, "")
}

func TestRecombined(t *testing.T) {
	in := input(1, 1, 1)
	in.near(1, 2, Near{Score: 0.3, Share: 0.8, Near: 9})
	in.near(1, 3, Near{Score: 0.3, Share: 0.6, Near: 4})
	finds(t, in, "QUA-002", 1)
	in.Near[1][1].Near = 0 // the same paragraphs word for word, and few of them
	finds(t, in, "")
}

func TestRepeated(t *testing.T) {
	for _, id := range []string{"QUA-003", "QUA-004", "QUA-005", "QUA-006", "QUA-010", "QUA-011"} {
		in := input(1, 1, 1, 1)
		x, _ := Of(id)
		i := slices.IndexFunc(x.Limits, func(l LimitDef) bool { return l.Key == id+".applicant" })
		n := in.Limits[x.Limits[i].Key].N
		for _, f := range in.Filings[:n-1] {
			f.Rules = []string{id}
		}
		finds(t, in, "")
		in.Filings[n-1].Rules = []string{id, "QUA-001"}
		finds(t, in, id, 1)
		in.Filings[0].Day = today - within
		finds(t, in, "")
	}
}

// The filings of an agency count where they are of several applicants.
func TestAgency(t *testing.T) {
	in := input(1, 2, 3)
	for _, f := range in.Filings {
		f.Agent, f.Rules = 9, []string{"QUA-005"}
	}
	if f := finds(t, in, "QUA-005", 9)[0]; f.Group != ByAgency || len(f.Own()) != 3 {
		t.Errorf("agency: %+v", f)
	}
	in.Limits["QUA-005.agency"] = Limit{}
	finds(t, in, "")
}

func TestCapacity(t *testing.T) {
	in := input(1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3)
	in.Firms = map[int64]Firm{1: {Insured: 2}, 2: {Insured: 50, Established: today - 400}, 3: {Insured: 3}}
	fs := finds(t, in, "QUA-007", 1, 2)
	if fs[0].Numbers[0].Value != "150" || fs[1].Numbers[1].Value != "5" {
		t.Errorf("numbers %+v %+v", fs[0].Numbers, fs[1].Numbers)
	}
	in.Firms[2] = Firm{Insured: 50, Established: today - 800}
	finds(t, in, "QUA-007", 1)
}

func TestProlific(t *testing.T) {
	owners := make([]int64, 10)
	for i := range owners {
		owners[i] = int64(i%2 + 1)
	}
	in := input(owners...)
	for i, f := range in.Filings {
		f.Class = []string{"H01M10/05", "G06F17/30", "A61K31/00"}[i%3]
		f.Marks = []Mark{{Token: 5, Kind: Person, Name: "张三"}, {Token: 60 + f.Owner, Kind: Named, Name: "张三"}}
	}
	if f := finds(t, in, "QUA-008", 1, 2)[0]; f.Value != "张三" || f.Numbers[0].Value != "10" || f.Numbers[1].Value != "3" || len(f.Own()) != 5 {
		t.Errorf("prolific: %+v", f)
	}
	in.Filings[0].Day -= 100
	finds(t, in, "")
}

func TestShared(t *testing.T) {
	in := input(1, 2, 3)
	for _, f := range in.Filings {
		f.Marks = []Mark{{Token: 7, Kind: Way, What: "电话", Name: "0512-66880000", Applicant: true}}
	}
	if f := finds(t, in, "QUA-009", 1, 2, 3)[0]; f.Value != "电话 0512-66880000" || f.Numbers[0].Value != "3" || len(f.Own()) != 1 {
		t.Errorf("shared: %+v", f)
	}
	// Two that filed together count once.
	for _, f := range in.Filings[1:] {
		f.Marks = append(f.Marks, Mark{Token: 8, Kind: Filer})
	}
	finds(t, in, "")
}

func TestTraded(t *testing.T) {
	in := input(1)
	for i := range 3 {
		in.Transfers = append(in.Transfers, Transfer{Party: 1, Number: "N" + strconv.Itoa(i), To: "甲公司", Granted: today - 200, Day: today - 20})
	}
	finds(t, in, "QUA-010", 1)
	in.Transfers[0].Granted = today - 500
	finds(t, in, "")
}

func TestAgain(t *testing.T) {
	in := input(1, 2)
	in.Filings[0].Abnormal = true
	in.near(2, 1, Near{Score: 0.85})
	in.near(1, 2, Near{Score: 0.85})
	if f := finds(t, in, "QUA-012", 2)[0]; f.Members[0].Other != 1 {
		t.Errorf("again: %+v", f)
	}
	in.Near[2][0].Score = 0.7
	finds(t, in, "")
}

// A threshold of 0 watches nothing.
func TestOff(t *testing.T) {
	in := input(1, 1, 1)
	in.near(1, 2, Near{Score: 0.9})
	in.near(2, 3, Near{Score: 0.9})
	finds(t, in, "QUA-001", 1)
	in.Limits["QUA-001.score"] = Limit{}
	finds(t, in, "")
}
