package center_test

import (
	"slices"
	"testing"

	"zhibao/center"
	"zhibao/governance/privacy/catalogue"
)

// TestCatalogueIsWhole: the catalogue of data describes the tables of every owner, and no others.
func TestCatalogueIsWhole(t *testing.T) {
	var owners []string
	for _, s := range center.Schemas() {
		owners = append(owners, s.Owner)
	}
	for _, o := range owners {
		if !slices.Contains(catalogue.Owners(), o) {
			t.Errorf("the catalogue of data says nothing of the tables of %s", o)
		}
	}
	for _, o := range catalogue.Owners() {
		if !slices.Contains(owners, o) {
			t.Errorf("the catalogue of data names %s, which has no tables", o)
		}
	}
}
