package lawbook

import (
	"slices"
	"strings"
	"testing"
)

func TestCompare(t *testing.T) {
	want := "第九条 第十一条 第二十条 第二十条第一款 第二十条第二款 第二十一条 第九十八条 第一百条 第一百零一条 第一百一十二条"
	got := strings.Fields("第一百一十二条 第二十条第二款 第九条 第一百零一条 第二十条 第二十一条 第一百条 第二十条第一款 第十一条 第九十八条")
	slices.SortFunc(got, compare)
	if strings.Join(got, " ") != want {
		t.Errorf("order %s", got)
	}
	sections := []string{"第一部分第三章4.10节", "第一部分第三章4.2节", "第一部分第一章4.1.1节"}
	slices.SortFunc(sections, compare)
	if sections[0] != "第一部分第一章4.1.1节" || sections[2] != "第一部分第三章4.10节" {
		t.Errorf("order %s", sections)
	}
}

func TestEnglish(t *testing.T) {
	for article, want := range map[string]string{"第二十九条": "Article 29", "第一百零一条第一款第一项": "Article 101, paragraph 1, item 1", "第五十七条第二款": "Article 57, paragraph 2", "办案期限": "办案期限", "第三条、第四条": "第三条、第四条", "三（三）": "三（三）"} {
		if got := english(article); got != want {
			t.Errorf("%s is %s, want %s", article, got, want)
		}
	}
}
