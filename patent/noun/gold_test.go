package noun

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"zhibao/internal/sharedata"
)

// A named is one 所述 of the treebank: the text from it on, and the name that the annotation gives it.
type named struct{ text, name string }

// gold reads the syntax trees of claims. What 所述 names ends with the word that it depends on.
func gold(t *testing.T) (out []named) {
	b, err := os.ReadFile(filepath.Join(sharedata.Dir(t, "cn-patent-claims-ud"), "zh_patentchar-ud-test.conllu"))
	if err != nil {
		t.Fatal(err)
	}
	for sentence := range strings.SplitSeq(string(b), "\n\n") {
		var words, heads, ids []string
		for line := range strings.Lines(sentence) {
			if f := strings.Split(line, "\t"); len(f) > 6 {
				ids, words, heads = append(ids, f[0]), append(words, f[1]), append(heads, f[6])
			}
		}
		for i, w := range words {
			if w != "所述" {
				continue
			}
			for j := i + 1; j < len(words); j++ {
				if ids[j] == heads[i] {
					out = append(out, named{strings.Join(words[i:], ""), strings.Join(words[i+1:j+1], "")})
					break
				}
			}
		}
	}
	return out
}

// clause tells the annotation of a phrase, which goes beyond one name.
var clause = regexp.MustCompile(`的|和|与|对|进行|发送|。`)

// TestGold measures where names end against annotated claims. A name that is read too short is still one
// that a text can have named; one that is read too long holds words of the sentence.
func TestGold(t *testing.T) {
	exact, short, long, all := 0, 0, 0, 0
	for _, g := range gold(t) {
		m := Mentions(g.text)
		if clause.MatchString(g.name) || len(m) == 0 || m[0].Start > 0 {
			continue // 所述方法 and its like are not looked at
		}
		all++
		read := strings.TrimPrefix(g.text[:m[0].End], "所述")
		switch {
		case read == g.name:
			exact++
		case strings.HasPrefix(g.name, read):
			short++
			t.Logf("short: %s of %s", read, g.name)
		default:
			long++
			t.Logf("long: %s for %s", read, g.name)
		}
	}
	t.Logf("%d names: %d exact, %d shorter, %d longer", all, exact, short, long)
	if all < 100 || exact*100 < all*90 || long*100 > all*5 {
		t.Error("names are read worse than they were")
	}
}
