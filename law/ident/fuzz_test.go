package ident_test

import (
	"errors"
	"testing"
	"unicode/utf8"

	"zhibao/law/ident"
)

// fuzz checks that a parser accepts only what it reads again unchanged, and refuses with a
// complete error that names a position inside the input.
func fuzz(f *testing.F, kind string) {
	for _, s := range accepted[kind] {
		f.Add(s)
	}
	parse := parsers[kind]
	f.Fuzz(func(t *testing.T, s string) {
		got, err := parse(s)
		if err == nil {
			if again, err := parse(got); err != nil || again != got || got == "" {
				t.Fatalf("%q: %q reads as %q, %v", s, got, again, err)
			}
			return
		}
		e, ok := errors.AsType[*ident.Error](err)
		if !ok || e.Message == "" || e.EN == "" || e.Code == "" || got != "" || e.Position < 0 ||
			e.Position > utf8.RuneCountInString(s)+1 || len(e.Message) > 400 {
			t.Fatalf("%q: %q %+v", s, got, e)
		}
	})
}

func FuzzApplicationNo(f *testing.F) { fuzz(f, "application") }
func FuzzPublicationNo(f *testing.F) { fuzz(f, "publication") }
func FuzzUSCC(f *testing.F)          { fuzz(f, "uscc") }
func FuzzOrgCode(f *testing.F)       { fuzz(f, "org") }
func FuzzIDNumber(f *testing.F)      { fuzz(f, "id") }
func FuzzPhone(f *testing.F)         { fuzz(f, "phone") }
func FuzzEmail(f *testing.F)         { fuzz(f, "email") }
func FuzzPostcode(f *testing.F)      { fuzz(f, "postcode") }
func FuzzIPC(f *testing.F)           { fuzz(f, "ipc") }
func FuzzLocarno(f *testing.F)       { fuzz(f, "locarno") }
func FuzzCourtCaseNo(f *testing.F)   { fuzz(f, "court") }
func FuzzDocumentNo(f *testing.F)    { fuzz(f, "document") }
func FuzzAgencyCode(f *testing.F)    { fuzz(f, "agency") }
