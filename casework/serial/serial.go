// Package serial (案号) knows how the numbers of cases are written.
package serial

import (
	"context"
	"fmt"
	"strings"

	"zhibao/internal/store"
)

// checkAlphabet has no letters that are mistaken for digits; it is that of GB 32100.
const checkAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// Number formats "YS-SUZ-2026-00012-K". The last character is a check character over the
// rest, so that a mistyped number is noticed.
func Number(prefix, center string, year int, n int64) string {
	s := fmt.Sprintf("%s-%s-%d-%05d", prefix, center, year, n)
	return s + "-" + string(checkChar(s))
}

func checkChar(s string) byte {
	sum := 0
	for i := 0; i < len(s); i++ {
		sum = (sum*37 + int(s[i])) % len(checkAlphabet)
	}
	return checkAlphabet[sum]
}

// Valid reports whether the check character of a case number is right. Spaces and case do
// not matter.
func Valid(s string) bool {
	s = Plain(s)
	i := strings.LastIndexByte(s, '-')
	return i > 0 && len(s) == i+2 && s[i+1] == checkChar(s[:i])
}

// Plain is a number as it is compared: without blanks, in capitals.
func Plain(s string) string {
	return strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(s), " ", ""))
}

// Next takes the next number of a series. It is gap-free because the counter changes in
// the transaction that uses the number.
func Next(ctx context.Context, tx *store.Tx, center int64, series string, year int) (int64, error) {
	_, err := tx.Exec(ctx, `INSERT INTO casework_series (center_id, series, year, last) VALUES ($1,$2,$3,1)
		ON CONFLICT (center_id, series, year) DO UPDATE SET last = casework_series.last + 1`, center, series, year)
	if err != nil {
		return 0, err
	}
	var n int64
	err = tx.Row(ctx, `SELECT last FROM casework_series WHERE center_id = $1 AND series = $2 AND year = $3`,
		center, series, year).Scan(&n)
	return n, err
}
