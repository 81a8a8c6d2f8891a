package numbers_test

import (
	"reflect"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/caseworktest/parceltest"
	"zhibao/casework/worklist/unmask/numbers"
	"zhibao/internal/store"
)

// TestTakes: the fields that ask for a number of a person are told by their label, their rule or their widget.
func TestTakes(t *testing.T) {
	for tag, want := range map[reflect.StructTag]bool{`label:"联系人与电话"`: true, `label:"手机" rule:"phone"`: true, `label:"邮箱"`: true, `label:"统一社会信用代码或证件号码"`: true, `label:"号码" rule:"idcard"`: true,
		`label:"答复寄往"`: true, `label:"统一社会信用代码"`: false, `label:"理由"`: false, `label:"邮件号码或公告载体"`: false, ``: false} {
		if numbers.Takes(tag) != want {
			t.Errorf("%s: %v", tag, !want)
		}
	}
}

// TestSource: who may read the form of a case gets the numbers that were typed in it, in whichever field, with the step;
// who may not, and a party, get nothing.
func TestSource(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{})
	k := w.Open()
	w.Do(31, k, "panel", &parceltest.Nothing{Remark: "收件人李某电话13800138000，另见13800138000"})
	source := (&numbers.Reader{Office: w.Office}).Source(k.Chart, true)
	read := func(by casework.Actor, id int64) (n int, err error) {
		err = w.Office.DB.Read(t.Context(), func(tx *store.Tx) error {
			all, err := source.Numbers(t.Context(), tx, by, id)
			for _, x := range all {
				if x.Value != "13800138000" || x.What[0] == "：" {
					t.Errorf("%+v", x)
				}
			}
			n = len(all)
			return err
		})
		return n, err
	}
	if n, err := read(parceltest.People(20), k.ID); err != nil || n != 1 {
		t.Errorf("%d numbers, %v", n, err)
	}
	for _, by := range []casework.Actor{parceltest.People(40), parceltest.People(10)} { // a head, who reads no form, and a party
		if n, err := read(by, k.ID); err == nil || n > 0 {
			t.Errorf("%v reads %d numbers", by.Roles, n)
		}
	}
	if _, err := read(parceltest.People(20), 1); err == nil {
		t.Error("a case that does not exist")
	}
}
