package fee_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhibao/law/calendar"
	"zhibao/law/fee"
	"zhibao/law/ident"
	"zhibao/law/rule"
)

var today = calendar.MustDay("2026-11-23")

func TestBill(t *testing.T) {
	for _, v := range []struct {
		name          string
		a             fee.Application
		full, payable int
	}{
		{"invention", fee.Application{Type: ident.Invention, Claims: 10, Pages: 30, Examine: true}, 900 + 50 + 2500, 3450},
		{"invention, single", fee.Application{Type: ident.Invention, Claims: 10, Pages: 30, Examine: true, Reduction: fee.Single}, 3450, 135 + 50 + 375},
		{"invention, joint", fee.Application{Type: ident.Invention, Examine: true, Reduction: fee.Joint}, 3450, 270 + 50 + 750},
		{"claims", fee.Application{Type: ident.Invention, Claims: 11}, 950 + 150, 1100},
		{"claims are not reduced", fee.Application{Type: ident.UtilityModel, Claims: 12, Reduction: fee.Single}, 500 + 300, 75 + 300},
		{"pages", fee.Application{Type: ident.Invention, Pages: 31}, 950 + 50, 1000},
		{"many pages", fee.Application{Type: ident.Invention, Pages: 302}, 950 + 270*50 + 200, 950 + 13500 + 200},
		{"priorities", fee.Application{Type: ident.Design, Priorities: 2}, 500 + 160, 660},
		{"utility model", fee.Application{Type: ident.UtilityModel, Claims: 10, Pages: 30}, 500, 500},
		{"design, single", fee.Application{Type: ident.Design, Reduction: fee.Single}, 500, 75},
	} {
		v.a.On = today
		b, err := fee.Standard().Bill(v.a)
		if err != nil || b.Full != v.full || b.Payable != v.payable {
			t.Errorf("%s: %d, payable %d (%v), want %d, %d", v.name, b.Full, b.Payable, err, v.full, v.payable)
		}
	}
}

func TestRefused(t *testing.T) {
	for says, a := range map[string]fee.Application{
		"专利类型": {}, "0 至": {Type: ident.Invention, Claims: -1}, "100000": {Type: ident.Invention, Pages: 100_001},
		"没有权利要求": {Type: ident.Design, Claims: 1}, "实质审查": {Type: ident.UtilityModel, Examine: true},
		"减缴比例": {Type: ident.Invention, Reduction: 50},
	} {
		if _, err := fee.Standard().Bill(a); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%+v: %v, want %s", a, err, says)
		}
	}
	if _, err := (fee.Table{}).Bill(fee.Application{Type: ident.Design, On: today}); err == nil {
		t.Error("an empty table gives a bill")
	}
}

func TestStandard(t *testing.T) {
	for _, it := range fee.Standard() {
		if it.Title == "" || it.English == "" || it.Yuan <= 0 || len(it.Basis) != 2 || it.Basis[1].Sure != rule.Known {
			t.Errorf("%s: not complete, or its amount is not marked [K]", it.Code)
		}
		if got, ok := fee.Standard().Item(it.Code, max(it.Type, ident.Invention), today); !ok || got.Yuan != it.Yuan {
			t.Errorf("%s %c: found %d", it.Code, it.Type, got.Yuan)
		}
	}
	if it, ok := fee.Standard().Item(fee.Evaluation, ident.Invention, today); ok {
		t.Errorf("an evaluation report for inventions costs %d", it.Yuan)
	}
}

// A table with dates applies the amount of the day, and survives JSON.
func TestDated(t *testing.T) {
	old := fee.Table{
		{Code: fee.Filing, Type: ident.Design, Yuan: 500, Until: calendar.MustDay("2026-12-31")},
		{Code: fee.Filing, Type: ident.Design, Yuan: 600, Since: calendar.MustDay("2027-01-01")},
	}
	b, err := json.Marshal(old)
	var table fee.Table
	if err == nil {
		err = json.Unmarshal(b, &table)
	}
	if err != nil || !cmp.Equal(old, table) {
		t.Fatalf("%v %s", err, cmp.Diff(old, table))
	}
	for day, want := range map[string]int{"2026-12-31": 500, "2027-01-01": 600} {
		bill, err := table.Bill(fee.Application{Type: ident.Design, On: calendar.MustDay(day)})
		if err != nil || bill.Full != want {
			t.Errorf("%s: %d %v", day, bill.Full, err)
		}
	}
}

// More of anything never costs less, and a reduction never more.
func TestMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.IntRange(0, 500)
		a := fee.Application{Type: rapid.SampledFrom([]ident.PatentType{ident.Invention, ident.UtilityModel}).Draw(t, "type"),
			Claims: count.Draw(t, "claims"), Pages: count.Draw(t, "pages"), Priorities: count.Draw(t, "priorities"), On: today}
		plain, err := fee.Standard().Bill(a)
		if err != nil {
			t.Fatal(err)
		}
		more := a
		more.Claims++
		more.Pages++
		more.Priorities++
		dear, _ := fee.Standard().Bill(more)
		a.Reduction = fee.Joint
		cheap, _ := fee.Standard().Bill(a)
		a.Reduction = fee.Single
		cheapest, _ := fee.Standard().Bill(a)
		if dear.Full <= plain.Full || cheap.Payable >= plain.Payable || cheapest.Payable >= cheap.Payable || cheap.Full != plain.Full {
			t.Fatalf("%d, more %d; reduced %d, %d", plain.Full, dear.Full, cheap.Payable, cheapest.Payable)
		}
	})
}
