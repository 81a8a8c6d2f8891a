package repeat_test

import (
	"bytes"
	"testing"

	"zhibao/casework/repeat"
)

// The same form gives the same bytes although its files were stored anew; another word, file, move or case does not.
func TestAsked(t *testing.T) {
	asked := func(caseID int64, move, input string) []byte {
		t.Helper()
		b, err := repeat.Asked(caseID, move, []byte(input))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	first := asked(7, "submit", `{"Title":"一种阀","Files":[{"ID":"a1","Name":"x.zip","Size":5}]}`)
	if b := asked(7, "submit", `{"Title":"一种阀","Files":[{"ID":"b2","Name":"x.zip","Size":5}]}`); !bytes.Equal(first, b) {
		t.Errorf("sent again: %s, at first %s", b, first)
	}
	for _, other := range [][]byte{
		asked(8, "submit", `{"Title":"一种阀","Files":[{"ID":"a1","Name":"x.zip","Size":5}]}`),
		asked(7, "answer", `{"Title":"一种阀","Files":[{"ID":"a1","Name":"x.zip","Size":5}]}`),
		asked(7, "submit", `{"Title":"一种泵","Files":[{"ID":"a1","Name":"x.zip","Size":5}]}`),
		asked(7, "submit", `{"Title":"一种阀","Files":[{"ID":"a1","Name":"x.zip","Size":6}]}`),
	} {
		if bytes.Equal(first, other) {
			t.Errorf("taken for the same: %s", other)
		}
	}
	if _, err := repeat.Asked(7, "submit", []byte(`{`)); err == nil {
		t.Error("half an input was taken")
	}
}

// A key belongs to one account, and none is no key.
func TestKey(t *testing.T) {
	if bytes.Equal(repeat.Key(1, "abc"), repeat.Key(2, "abc")) || !bytes.Equal(repeat.Key(1, "abc"), repeat.Key(1, "abc")) {
		t.Error("a key does not belong to its account")
	}
	if repeat.Key(1, "") != nil {
		t.Error("no key became one")
	}
}
