package form

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// number reads whole numbers, numbers and amounts of money.
func (d *decoder) number(f *Field, target reflect.Value, name, s string) {
	if f.Widget == "money" {
		n, ok := parseMoney(s)
		if !ok || target.Kind() == reflect.Float64 || target.OverflowInt(n) {
			d.errs.add(name, f.Label[0]+"应为金额（元），最多两位小数，例如 1200.50",
				f.Label[1]+": an amount in yuan with at most two decimals, for example 1200.50")
			return
		}
		if d.within(f, name, float64(n)/100) {
			target.SetInt(n)
		}
		return
	}
	if f.Kind == Number {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
			d.errs.add(name, f.Label[0]+"应为数字，例如 12.5", f.Label[1]+": a number, for example 12.5")
			return
		}
		if d.within(f, name, x) {
			target.SetFloat(x)
		}
		return
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || target.OverflowInt(n) {
		d.errs.add(name, f.Label[0]+"应为整数，例如 12", f.Label[1]+": a whole number, for example 12")
		return
	}
	if d.within(f, name, float64(n)) {
		target.SetInt(n)
	}
}

// within checks min and max of a number; those of an amount of money are in yuan.
func (d *decoder) within(f *Field, name string, x float64) bool {
	if f.HasMin && x < float64(f.Min) {
		d.errs.add(name, fmt.Sprintf("%s不能小于 %d", f.Label[0], f.Min), fmt.Sprintf("%s: not less than %d", f.Label[1], f.Min))
		return false
	}
	if f.HasMax && x > float64(f.Max) {
		d.errs.add(name, fmt.Sprintf("%s不能大于 %d", f.Label[0], f.Max), fmt.Sprintf("%s: not more than %d", f.Label[1], f.Max))
		return false
	}
	return true
}

// parseMoney reads an amount in yuan and returns it in fen (分).
func parseMoney(s string) (fen int64, ok bool) {
	neg := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	yuan, dec, _ := strings.Cut(s, ".")
	if yuan == "" || len(yuan) > 13 || len(dec) > 2 || strings.Trim(yuan+dec, "0123456789") != "" {
		return 0, false
	}
	dec += strings.Repeat("0", 2-len(dec))
	fen, err := strconv.ParseInt(yuan+dec, 10, 64)
	if neg {
		fen = -fen
	}
	return fen, err == nil
}

// moneyString is the reverse of parseMoney.
func moneyString(fen int64) string {
	sign := ""
	if fen < 0 {
		sign, fen = "-", -fen
	}
	return fmt.Sprintf("%s%d.%02d", sign, fen/100, fen%100)
}
