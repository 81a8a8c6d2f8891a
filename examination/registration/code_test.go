package registration_test

import (
	"fmt"

	"zhibao/law/ident"
)

// code makes the n-th valid 统一社会信用代码 of these tests.
func code(n int) string {
	const chars = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	for _, a := range chars {
		for _, b := range chars {
			c := fmt.Sprintf("91320500MA%06d", n) + string(a) + string(b)
			if _, err := ident.ParseUSCC(c); err == nil {
				return c
			}
		}
	}
	panic("no code")
}
