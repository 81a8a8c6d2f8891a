package catalogue

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zhibao/law/rule"
)

// drawnUp is the list of defects that was drawn up before any rule was written, with severity and
// degree of automation: 001FA is fatal and decided by the machine.
const drawnUp = `
SUB 001FA 002EA 003EA 004FA 005WA 006FA 007FA 008EA 009FA 010FH 011FH 012WH 013FA 014FA 015FA 016FH 017FA 018FH 019EA 020WM 021WH 022WH 023FA 024FA 025FM
PKG 001FA 002FA 003FA 004FA 005WA 006EA 007EA 008EA 009EA 010WA 011EA 012EA 013WH 014EA 015EA 016WA 017EA
REQ 001FA 002EA 003EH 004EH 005EA 006EA 007WH 008WA 009EA 010FA 011EH 012EA 013EA 014WA 015EA 016EH 017EH 018EA 019WA 020EA 021EA 022WM 023IA 024EH 025EA 026EA 027EA 028IA 029IA 030WA
CLM 001FA 002EA 003EA 004EA 005WA 006WA 007EH 008EA 009EA 010EA 011EH 012IH 013WA 014WA 015EA 016EA 017WA 018WH 019WH 020EH 021WA 022WH 023EA 024WA 025WA 026WA 027IA 028WA 029WH 030IH 031IA 032WH 033WA 034IA 035IA 036WH 037WH 038FM 039FM 040IH 041WA 042WA 043EA 044IM 045WM
UM 001FA 002FA 003FM 004FM 005WM 006WM 007WA 008WM
DSC 001EA 002EA 003EA 004EA 005EA 006EA 007WH 008EA 009EA 010EA 011EH 012WH 013IH 014WH 015WH 016WH 017WH 018WM 019WH 020EH 021WA 022IA 023IA 024WA 025WH 026FM 027WH 028WM 029EA 030IA
ABS 001EA 002EA 003WH 004EA 005WA 006WH 007EA 008IH 009EA
DRW 001EA 002WM 003WH 004WH 005EA 006IA 007WH 008IM 009WM 010WH 011WM
DSG 001FA 002EH 003EH 004EH 005EH 006EA 007WM 008EA 009EA 010WH 011WH 012WH 013EA 014EA 015EA 016EA 017EA 018EA 019WM 020EA 021EH 022EH 023FM 024WM 025WH 026WH 027FA 028IH
XD 001EA 002EA 003WH 004WH 005EA 006WH 007WH
FIN 001IA
POST 001EA 002FA 003FA 004FA 005EA 006FA 007WA
QUA 001WH 002WH 003WH 004WH 005WH 006WH 007WA 008WA 009WA 010WA 011WH 012FH`

// unbuilt are the defects of the list that have no rule yet: none. A question to the examiner (M) is
// never among them.
const unbuilt = ""

// added are rules that the list did not foresee, in its form: what became possible since it was drawn up.
const added = `
DRW 012WH
CNV 001WH 002WA 003WA 004WA 005WA`

// TestEveryDefectHasARule compares the catalogue with the list: what must be there is, and no rule is
// graver, milder or surer of itself than the list says.
func TestEveryDefectHasARule(t *testing.T) {
	have := map[string]rule.Meta{}
	for _, r := range Rules() {
		have[r.ID] = r.Meta
	}
	listed, missing := map[string]bool{}, strings.Fields(unbuilt)
	for line := range strings.Lines(strings.TrimSpace(drawnUp + added)) {
		words := strings.Fields(line)
		for _, w := range words[1:] {
			id, severity, auto := words[0]+"-"+w[:3], rule.Severity(w[3:4]), rule.Auto(w[4:5])
			listed[id] = true
			m, ok := have[id]
			switch {
			case !ok && (auto == rule.Manual || !slices.Contains(missing, id)):
				t.Errorf("%s is missing", id)
			case ok && slices.Contains(missing, id):
				t.Errorf("%s has a rule and is said to have none", id)
			case ok && (m.Severity != severity || m.Auto != auto):
				t.Errorf("%s is %s %s, the list says %s %s", id, m.Severity, m.Auto, severity, auto)
			}
		}
	}
	for id := range have {
		if !listed[id] {
			t.Errorf("%s is on no list", id)
		}
	}
}

// TestOneFileARule: a rule stands in a file of its own with its sample beside it.
func TestOneFileARule(t *testing.T) {
	for _, c := range Chapters() {
		for _, r := range c.Rules {
			name := strings.ToLower(strings.ReplaceAll(r.ID, "-", ""))
			src, err := os.ReadFile(filepath.Join("..", strings.ToLower(c.Code), "rule_"+name+".go"))
			if err != nil {
				t.Error(err)
				continue
			}
			if n := strings.Count(string(src), "ID: \""); n != 1 || !strings.Contains(string(src), `ID: "`+r.ID+`"`) {
				t.Errorf("rule_%s.go describes %d rules", name, n)
			}
		}
	}
}
