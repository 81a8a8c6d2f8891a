package housetest

import (
	"go/ast"
	"go/token"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	tableMade  = regexp.MustCompile(`(?is)create\s+table\s+(?:if\s+not\s+exists\s+)?"?([a-z_0-9]+)"?\s*\((.*?)\n\)`)
	hasCenter  = regexp.MustCompile(`(?im)^\s*"?center_id"?\s`)
	statement  = regexp.MustCompile(`(?i)^\s*\(?\s*(select|insert|update|delete|with)\b`)
	tableNamed = regexp.MustCompile(`(?i)\b(?:from|join|into|update)\s+"?([a-z_][a-z0-9_]*)`)
	byKey      = regexp.MustCompile(`(?i)\b(?:[a-z]+_)?(?:id|address|token|hash)\s*(?:=|in\b)`)
)

// builtLater is the text of a statement to which code adds its columns or conditions.
var builtLater = regexp.MustCompile(`(?i)%s|(?:\(|where)\s*$`)

// byKeyAtMost is how many statements find rows by a key that is unique in the whole database, without
// the center. On one server they cost nothing; a distributed database asks every shard. It may only fall.
const byKeyAtMost = 142

// Every statement on a table with center_id names the center, or a key; whoever reads across all centers
// stands here with the reason.
func TestStatementsAreRouted(t *testing.T) {
	across := map[string]string{
		"casework/bound.go":           "the verification reads the whole database",
		"casework/verify.go":          "the verification reads the whole database",
		"casework/hearing/verify.go":  "the verification reads the whole database",
		"casework/document/sign.go":   "the verification reads all seals; a certificate is the same in every center",
		"casework/draft.go":           "the sweep of old drafts, once a minute",
		"casework/office.go":          "the list of the centers themselves",
		"casework/receipt/receipt.go": "the clock of the program is one for all centers",
		"casework/stored/stored.go":   "doctor compares the files of all centers with their folder, and names the cases of those that are missing",
		"casework/status/rating.go":   "a code on paper is all that a stranger has; it is unique in the nation",
		"casework/status/status.go":   "a code on paper is all that a stranger has; it is unique in the nation",
		"center/api/once.go":          "the sweep of answered requests",
		"center/notify/wish.go":       "the job that tells people reads what waits for all of them",
		"center/upload/sweep.go":      "the sweep of unfinished uploads, once a minute",
		"internal/seal/ring.go":       "the sweep of shredded keys, over one key file",
	}
	house, err := Load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]bool{}
	for _, x := range house.Texts {
		if strings.HasSuffix(x.Path, ".sql") && strings.Contains(x.Path, "/schema/") && !strings.Contains(x.Path, "testdata") {
			for _, m := range tableMade.FindAllStringSubmatch(string(x.Data), -1) {
				tables[strings.ToLower(m[1])] = hasCenter.MatchString(m[2])
			}
		}
	}
	// A statement put together at run time has its conditions elsewhere in its package.
	named := map[string]bool{}
	for _, x := range house.Texts {
		if strings.HasSuffix(x.Path, ".go") && !strings.HasSuffix(x.Path, "_test.go") && strings.Contains(string(x.Data), "center_id =") {
			named[path.Dir(x.Path)] = true
		}
	}
	all, keyed, used := 0, 0, map[string]bool{}
	for _, p := range house.Packages {
		if strings.HasPrefix(p.Dir, "center/bench") || strings.HasPrefix(p.Dir, "tools") {
			continue
		}
		for _, f := range p.Files {
			if f.Test {
				continue
			}
			ast.Inspect(f.AST, func(n ast.Node) bool {
				lit, ok := n.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING {
					return true
				}
				s, err := strconv.Unquote(lit.Value)
				if err != nil || !statement.MatchString(s) {
					return true
				}
				owned := false
				for _, m := range tableNamed.FindAllStringSubmatch(s, -1) {
					owned = owned || tables[strings.ToLower(m[1])]
				}
				if !owned {
					return true
				}
				all++
				switch {
				case strings.Contains(s, "center_id"):
				case builtLater.MatchString(s) && named[p.Dir]:
				case byKey.MatchString(s):
					keyed++
				case across[f.Path] != "":
					used[f.Path] = true
				default:
					t.Errorf("%s:%d: neither center_id nor a key: %.120q", f.Path, house.Fset.Position(lit.Pos()).Line, s)
				}
				return true
			})
		}
	}
	t.Logf("%d tables, %d statements, %d by a key alone", len(tables), all, keyed)
	if all < 400 {
		t.Errorf("only %d statements were found: the check reads too little", all)
	}
	if keyed > byKeyAtMost {
		t.Errorf("%d statements find rows by a key without center_id, at most %d", keyed, byKeyAtMost)
	}
	for path := range across {
		if !used[path] {
			t.Errorf("%s needs no exception any more", path)
		}
	}
}

// PostgreSQL takes a parameter that is compared with a bare number for one of 32 bits, and then refuses
// the ids of this program, which need 64. SQLite does not, so only a rule notices in time.
func TestNoParameterMeetsABareNumber(t *testing.T) {
	house, err := Load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	bare := regexp.MustCompile(`\$\d+ ?(?:=|<>|<=?|>=?) ?-?\d|(?:^|[\s(])\d+ ?(?:=|<>|<|>) ?\$\d`)
	if !bare.MatchString("($2 = 0 OR a.party_id = $2)") || bare.MatchString("($2 = CAST(0 AS BIGINT) OR party_id = $2)") {
		t.Fatal("the pattern finds the wrong ones")
	}
	for _, p := range house.Packages {
		for _, f := range p.Files {
			if f.Test {
				continue
			}
			ast.Inspect(f.AST, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && statement.MatchString(strings.Trim(lit.Value, "`\"")) && bare.MatchString(lit.Value) {
					t.Errorf("%s:%d: a parameter is compared with a bare number; write CAST(0 AS BIGINT)", f.Path, house.Fset.Position(lit.Pos()).Line)
				}
				return true
			})
		}
	}
}
