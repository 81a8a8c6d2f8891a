package people

import (
	"testing"

	"zhibao/internal/fault"
)

// TestCorrect: one field of one contact changes, or the contact goes; never the last that can be called.
func TestCorrect(t *testing.T) {
	all := []Contact{{Name: "甲", Phone: "13800000000"}, {Name: "乙", Phone: "13900000000", Mail: "yi@example.cn"}}
	got, err := (&Correct{Row: 1, Field: "phone", Value: "13700000000"}).In(all)
	if err != nil || got[1].Phone != "13700000000" || got[1].Mail != "yi@example.cn" || all[1].Phone != "13900000000" {
		t.Errorf("%v %v", got, err)
	}
	got, err = (&Correct{Row: 0}).In(all)
	if err != nil || len(got) != 1 || got[0].Name != "乙" {
		t.Errorf("%v %v", got, err)
	}
	if _, err = (&Correct{Row: 0}).In(got); fault.CodeOf(err) != "registration.last_contact" {
		t.Errorf("the last: %v", err)
	}
	if _, err = (&Correct{Row: 7}).In(all); fault.CodeOf(err) != "registration.contact" {
		t.Errorf("nobody: %v", err)
	}
}
