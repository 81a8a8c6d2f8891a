package draft_test

import (
	"testing"
	"testing/fstest"

	"zhibao/casework/draft"
	"zhibao/law/calendar"
)

// TestANewWordingEndsTheOldOne: a file with a later day holds from that day on, and not before.
func TestANewWordingEndsTheOldOne(t *testing.T) {
	kinds := []draft.Template{{Code: "defer", Name: "延期通知书"}, {Code: "urge", Name: "催告书"}}
	all := draft.Load(fstest.MapFS{"x/urge.2024-01-20.txt": {Data: []byte("旧。")}, "x/urge.2027-03-01.txt": {Data: []byte("新。")}, "x/defer.2024-01-20.txt": {Data: []byte("{说明}")}}, "x", "", kinds)
	on := func(code, day string) (versions []string) {
		for _, x := range all {
			if x.Code == code && x.InForce(calendar.MustDay(day)) {
				versions = append(versions, x.Version)
			}
		}
		return versions
	}
	for day, want := range map[string]string{"2024-01-20": "2024-01-20", "2027-02-28": "2024-01-20", "2027-03-01": "2027-03-01"} {
		if got := on("urge", day); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %v, want %s", day, got, want)
		}
	}
	if got := on("defer", "2030-01-01"); len(got) != 1 {
		t.Errorf("%v", got)
	}
	if len(on("urge", "2024-01-19")) != 0 {
		t.Error("a wording held before its day")
	}
}
