package claim

import (
	"fmt"
	"testing"
)

// TestGrammar reads every opening with every list, tail and ending of practice: all of them are
// one reference to claims 1 to 3, in the alternative where a tail says so.
func TestGrammar(t *testing.T) {
	const alternatives = "[[1] [2] [3]]"
	n := 0
	for _, open := range []string{"根据", "如", "按照", "依照", "按"} {
		for _, list := range []string{"1-3", "1～3", "1至3", "1到3", "１－３", "1、2、3", "1,2,3", "1，2，3", "1、2或3", "1或2或3", "1、2和3", "1、2及3", "一至三", "一、二或三", "1-2或3", "1或2至3"} {
			for _, tail := range []string{"中任一项", "中任意一项", "任意一项", "之一", "任一", "中的任何一项", "任一项"} {
				for _, end := range []string{"所述的", "所述", ""} {
					text := open + "权利要求" + list + tail + end + "支架，其特征在于A。"
					c := &Parse(blocks("1.一种支架。", "2.一种支架。", "3.一种支架。", "4. "+text)).Claims[3]
					n++
					if len(c.References) != 1 || fmt.Sprint(c.Alternatives) != alternatives || c.Kind != Dependent || c.Subject != "支架" {
						t.Errorf("%s: %v %s %q", text, c.Alternatives, c.Kind, c.Subject)
					}
				}
			}
		}
	}
	t.Logf("%d references", n)
}
