package feature_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhibao/internal/sharedata"
	"zhibao/patent"
	"zhibao/patent/claim"
	"zhibao/patent/feature"
)

// set reads claims that stand one by one.
func set(claims ...string) *claim.Set {
	t := &patent.Text{Part: patent.Claims}
	for i, c := range claims {
		t.Append(patent.ClaimText, fmt.Sprint(i+1), fmt.Sprintf("%d.%s", i+1, c))
	}
	return claim.Parse(t)
}

// parts are the features of the last claim, with the first letter of their roles.
func parts(claims ...string) (out []string) {
	s := set(claims...)
	for _, f := range feature.Of(s, &s.Claims[len(s.Claims)-1]) {
		out = append(out, string(f.Role[0])+" "+f.Text)
	}
	return out
}

func TestOf(t *testing.T) {
	for _, c := range []struct {
		name   string
		claims []string
		want   []string
	}{
		{"a product with parts", []string{"一种折叠支架，其特征在于，包括底座（1）、立杆（2）和连接件（3），所述立杆（2）通过所述连接件（3）与所述底座（1）转动连接。"},
			[]string{"s 一种折叠支架，其特征在于，", "o 包括底座（1）、立杆（2）和连接件（3），", "o 所述立杆（2）通过所述连接件（3）与所述底座（1）转动连接。"}},
		{"a dependent claim adds its own", []string{"一种支架，包括杆。", "根据权利要求1所述的支架，其特征在于，所述杆包括：上段；以及下段。"},
			[]string{"r 根据权利要求1所述的支架，其特征在于，", "o 所述杆包括：上段；", "o 以及下段。"}},
		{"two parts", []string{"一种衣物处理设备，所述设备包括用于锁定上盖的上盖锁，其特征在于，所述设备还包括用于解锁所述上盖锁的应急按键。"},
			[]string{"s 一种衣物处理设备，", "p 所述设备包括用于锁定上盖的上盖锁，其特征在于，", "o 所述设备还包括用于解锁所述上盖锁的应急按键。"}},
		{"steps", []string{"一种制备方法，其特征在于，包括以下步骤：S1：混合原料；S2、加热至80℃，保温2h；S3、冷却。"},
			[]string{"s 一种制备方法，其特征在于，包括以下步骤：", "o S1：混合原料；", "o S2、加热至80℃，保温2h；", "o S3、冷却。"}},
		{"items in brackets behind commas", []string{"一种方法，包括如下步骤：1)将原料放入容器中，2)将容器密封并加热，3)取出产物。"},
			[]string{"s 一种方法，包括如下步骤：", "o 1)将原料放入容器中，", "o 2)将容器密封并加热，", "o 3)取出产物。"}},
		{"what only says when stays with what holds then", []string{"一种系统，包括：阀门；在所述第一运行模式下，所述阀门关闭，所述风机开启。"},
			[]string{"s 一种系统，包括：", "o 阀门；", "o 在所述第一运行模式下，所述阀门关闭，所述风机开启。"}},
		{"signs within brackets cut nothing", []string{"一种组合物，包括聚合物（n为1至3；m为2），所述聚合物溶于水且不溶于醇。"},
			[]string{"s 一种组合物，", "o 包括聚合物（n为1至3；m为2），", "o 所述聚合物溶于水且不溶于醇。"}},
		{"a use", []string{"一种化合物。", "权利要求1所述的化合物在制备药物中的应用。"}, []string{"s 权利要求1所述的化合物在制备药物中的应用。"}},
		{"nothing", []string{"一种支架，包括杆。", ""}, nil},
	} {
		if got := parts(c.claims...); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// TestNothingIsLost: whatever a claim says, its features together are its words.
func TestNothingIsLost(t *testing.T) {
	word := rapid.SampledFrom([]string{"一种支架", "，", "；", "。", "其特征在于", "包括：", "所述", "步骤1", "S2、", "（", "）", "\n", " ", "，所述杆件与底座转动连接", "1)", "以及", "在所述模式下，", "|", "权利要求1", "x", "，其中，"})
	rapid.Check(t, func(r *rapid.T) {
		s := set("一种支架。", strings.Join(rapid.SliceOfN(word, 0, 30).Draw(r, "claim"), ""))
		for i := range s.Claims {
			fs := feature.Of(s, &s.Claims[i])
			if got := feature.Text(fs); got != s.Body(&s.Claims[i]) {
				r.Fatalf("%q became %q", s.Body(&s.Claims[i]), got)
			}
			for _, f := range fs {
				if f.Text == "" || f.Role == "" {
					r.Fatalf("an empty feature in %q", s.Body(&s.Claims[i]))
				}
			}
		}
	})
}

// TestCut: a copy with line breaks divides at them and loses nothing; a copy with other words is refused.
func TestCut(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[甲乙丙，；a-c ]{1,6}[丁，]`), 1, 6).Draw(r, "words")
		text := strings.Join(words, "")
		got, ok := feature.Cut(text, "\r\n"+strings.Join(words, " \r\n\n")+"\n")
		if !ok || strings.Join(got, "") != text || len(got) != len(words) {
			r.Fatalf("%q: %q %v", words, got, ok)
		}
		if _, ok := feature.Cut(text, text+"戊"); ok {
			r.Fatal("a word more was accepted")
		}
		if _, ok := feature.Cut(text+"戊", text); ok {
			r.Fatal("a word less was accepted")
		}
	})
	if got, ok := feature.Cut("甲\n乙", "甲\n乙"); !ok || len(got) != 1 {
		t.Errorf("a line break of the text itself divided: %q", got)
	}
}

// TestPublished measures the proposals on published claims: nothing is lost, an independent claim has a
// handful of features, and few are so long that nobody could compare them.
func TestPublished(t *testing.T) {
	f, err := os.Open(sharedata.Dir(t, "cn-patents-kppatent-zh", "patents_tac_693.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<22)
	var counts []int
	claims, features, long, uncut := 0, 0, 0, 0
	for in.Scan() {
		var d struct {
			ID     string
			Claims []string
		}
		if err := json.Unmarshal(in.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		s := set(d.Claims...)
		for i := range s.Claims {
			c := &s.Claims[i]
			fs := feature.Of(s, c)
			if feature.Text(fs) != s.Body(c) {
				t.Errorf("%s claim %d lost words", d.ID, c.Number)
			}
			claims, features = claims+1, features+len(fs)
			for _, x := range fs {
				if len([]rune(x.Text)) > 150 {
					long++
				}
			}
			if c.Kind == claim.Independent {
				counts = append(counts, len(fs))
				if len(fs) == 1 && len([]rune(s.Body(c))) > 60 {
					uncut++
				}
			}
		}
	}
	slices.Sort(counts)
	n := len(counts)
	t.Logf("%d claims, %d features, %d longer than 150 characters; independent claims: %d, median %d, nine in ten at most %d, %d left whole", claims, features, long, n, counts[n/2], counts[n*9/10], uncut)
	if m := counts[n/2]; m < 3 || m > 8 {
		t.Errorf("the median independent claim has %d features", m)
	}
	if counts[n*9/10] > 16 || 100*long > 2*features || 100*uncut > n {
		t.Errorf("nine in ten have at most %d features; %d of %d are long; %d claims were left whole", counts[n*9/10], long, features, uncut)
	}
}
