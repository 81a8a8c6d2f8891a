package statute_test

import (
	"regexp"
	"slices"
	"testing"

	"zhibao/law/rule"
	"zhibao/law/statute"
)

func TestTexts(t *testing.T) {
	han := regexp.MustCompile(`\p{Han}`)
	codes := map[string]bool{}
	for _, x := range statute.All() {
		if codes[x.Code] || !regexp.MustCompile(`^[a-z0-9.-]+$`).MatchString(x.Code) {
			t.Errorf("%s: code doubled or not fit for an address", x.Code)
		}
		codes[x.Code] = true
		for _, pair := range [][2]string{x.Kind, x.Source, {x.Name, x.English}} {
			if pair[0] == "" || pair[1] == "" || han.MatchString(pair[1]) {
				t.Errorf("%s: %q lacks one of the languages", x.Code, pair)
			}
		}
		if x.Level == rule.Law && x.Href == "" {
			t.Errorf("%s: nobody learns where the law is read", x.Code)
		}
		if got, ok := statute.ByCode(x.Code); !ok || got.Name != x.Name {
			t.Errorf("%s is not found by its code", x.Code)
		}
		if got, article, ok := statute.Find(x.Title() + "第一条"); !ok || got.Code != x.Code || article != "第一条" {
			t.Errorf("%s: its own title leads to %s, %q", x.Code, got.Code, article)
		}
	}
	if _, ok := statute.ByCode("nowhere"); ok {
		t.Error("an unknown code is found")
	}
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ cite, code, article string }{
		{"专利法（2020修正）第六十五条", "patent-law", "第六十五条"},
		{"专利法第六十四条", "patent-law", "第六十四条"},
		{"专利法实施细则（2023修订）第九十八条", "patent-rules", "第九十八条"},
		{"专利行政执法办法（国家知识产权局令第71号）办案期限", "order-71", "办案期限"},
		{"专利行政执法办法（局令第71号，2015）", "order-71", ""},
		{"本中心规定：异议期限", "center", "异议期限"},
		{"国知发管字〔2016〕92号三（三）", "notice-92", "三（三）"},
	} {
		text, article, ok := statute.Find(c.cite)
		if !ok || text.Code != c.code || article != c.article {
			t.Errorf("%s: %s, %q, %v", c.cite, text.Code, article, ok)
		}
	}
	if _, _, ok := statute.Find("某办法第一条"); ok {
		t.Error("a text that is not listed is found")
	}
}

func TestArticles(t *testing.T) {
	for article, want := range map[string][]string{
		"第五十三条、第五十四条":  {"第五十三条", "第五十四条"},
		"第二十四条第一款、第二款": {"第二十四条第一款、第二款"},
		"第六十五条":        {"第六十五条"},
		"":             {""},
		"第四十二条、第五十五条第一款": {"第四十二条", "第五十五条第一款"},
	} {
		if got := statute.Articles(article); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", article, got, want)
		}
	}
}

// TestAbout holds what is said of a paragraph to what is said of its article.
func TestAbout(t *testing.T) {
	if a := statute.About("patent-law", "第七十条第二款"); a != statute.About("patent-law", "第七十条") || a[0] == "" || a[1] == "" {
		t.Errorf("the paragraph says %q", a)
	}
	if a := statute.About("patent-law", "第九百条"); a[0] != "" {
		t.Errorf("an article that no paper describes is described: %q", a)
	}
}
