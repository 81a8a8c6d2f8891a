package literature

import (
	"slices"
	"testing"
)

func TestClass(t *testing.T) {
	for in, want := range map[string]string{
		"G06F 17/30": "G06F17/30", "g06f17/30": "G06F17/30", "H04L   29/08    (2006.01)": "H04L29/08", "C07D": "C07D",
		"A": "A", "A61": "A61", "H01M 0010/0525": "H01M10/0525", "Y02E60/10": "Y02E60/10", "G06F2203/04101": "G06F2203/04101",
		"I06F": "", "G0": "", "G06F 0/00": "", "半导体": "", "": "",
	} {
		got, ok := Class(in)
		if got != want || ok != (want != "") {
			t.Errorf("Class(%q) = %q %v, want %q", in, got, ok, want)
		}
	}
	if got, want := ClassPath("G06F 17/30"), []string{"G", "G06", "G06F", "G06F17", "G06F17/30"}; !slices.Equal(got, want) {
		t.Errorf("path %v, want %v", got, want)
	}
	if got, want := ClassPath("G06F17"), []string{"G", "G06", "G06F", "G06F17"}; !slices.Equal(got, want) {
		t.Errorf("path of a main group %v, want %v", got, want)
	}
}

func TestLocarno(t *testing.T) {
	for in, want := range map[string]string{"14-02": "14-02", "LOC(13)Cl.14-02": "14-02", "6-1": "06-01", "14": "14", "14—02": "14-02", "A1": "", "": ""} {
		got, ok := Locarno(in)
		if got != want || ok != (want != "") {
			t.Errorf("Locarno(%q) = %q %v, want %q", in, got, ok, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for in, want := range map[string]string{"CN 113783949 A": "CN113783949A", "cn201480000788.4": "CN2014800007884", "US-2020/0123456-A1": "US20200123456A1"} {
		if got := Number(in); got != want {
			t.Errorf("Number(%q) = %q, want %q", in, got, want)
		}
	}
}
