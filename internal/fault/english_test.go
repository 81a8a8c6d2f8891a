package fault

import (
	"errors"
	"fmt"
	"testing"
)

type own struct{}

func (own) Error() string   { return "号码有误" }
func (own) English() string { return "the number is wrong" }

func TestEnglish(t *testing.T) {
	c := Catalogue{
		"案件 %s 处于“%s”，不能办理“%s”": "Case %[1]s is “%[2]s”, so “%[3]s” cannot be done",
		"还有 %d 条缺陷未处理：%s，请逐条处理": "%d findings are open: %s; decide each",
		"只有 %d 个字符，太短":          "has only %d characters, which is too short",
		"密码%s，请重新设定":            "The password %s; choose another",
		"第 %d 行：%s":             "row %d: %s",
		"必填，请填写":                "required; please fill it in",
		"申请号有误：%s":              "The application number is wrong: %s",
		"文件“%s”是空的":             "The file “%s” is empty",
		unexpected:              "An internal error occurred",
	}
	for _, x := range []struct {
		err  error
		want string
	}{
		{New(Conflict, "a", "案件 %s 处于“%s”，不能办理“%s”", "YS-1", Pair{"草稿", "Draft"}, Pair{"受理", "Accept"}), "Case YS-1 is “Draft”, so “Accept” cannot be done"},
		{New(Invalid, "a", "还有 %d 条缺陷未处理：%s，请逐条处理", 2, Listed([]string{"H01M", "必填，请填写"})), "2 findings are open: H01M, required; please fill it in; decide each"},
		{New(Invalid, "a", "密码%s，请重新设定", Say("只有 %d 个字符，太短", 3)), "The password has only 3 characters, which is too short; choose another"},
		{New(Invalid, "a", "申请号有误：%s", fmt.Errorf("parse: %w", own{})), "The application number is wrong: the number is wrong"},
		{fmt.Errorf("open: %w", New(Invalid, "a", "文件“%s”是空的", "甲.xml")), "The file “甲.xml” is empty"},
		{New(Invalid, "a", "%s", Pair{"请填写", "Please fill it in"}), "Please fill it in"},
		{New(Invalid, "a", "没有译文"), ""},
		{errors.New("disk"), "An internal error occurred"},
	} {
		if got := c.Of(x.err); got != x.want {
			t.Errorf("%v: %q, want %q", x.err, got, x.want)
		}
	}
	// What was written down in Chinese is read back through the formats that made it.
	for zh, want := range map[string]string{
		"第 3 行：必填，请填写":         "row 3: required; please fill it in",
		"第 4 行：文件“甲.xml”是空的":   "row 4: The file “甲.xml” is empty",
		"案件 7 处于“丙”，不能办理“丁”":   "Case 7 is “丙”, so “丁” cannot be done",
		"第 x 行：必填，请填写":         "",
		"随便写的一句话":              "",
		"Nothing to translate": "",
	} {
		if got := c.Read(zh); got != want {
			t.Errorf("%s: %q, want %q", zh, got, want)
		}
	}
}
