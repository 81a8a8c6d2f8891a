package identities_test

import (
	"testing"

	"zhibao/examination/preexam/identities"
	"zhibao/patent"
)

// TestIn: each identity number of a request form with the name before it, and nothing else.
func TestIn(t *testing.T) {
	text := &patent.Text{}
	add := func(id, words string) {
		text.Blocks = append(text.Blocks, patent.Block{ID: id, Start: len(text.Text), End: len(text.Text) + len(words)})
		text.Text += words + "\n"
	}
	add("发明名称", "发明名称：一种装置")
	add("发明人/第一发明人姓名", "姓名：甲某")
	add("发明人/第一发明人身份证号", "居民身份证件号码：330106199003075136")
	add("申请人[1]/姓名或名称", "姓名或名称：乙某")
	add("申请人[1]/身份证号", "证件号码：330106199003075137")
	add("申请人[1]/电话", "电话：13800138000")
	all := identities.In(text)
	if len(all) != 2 || all[0].Whose != "甲某" || all[0].Value != "330106199003075136" || all[1].Whose != "乙某" || all[1].Value != "330106199003075137" {
		t.Errorf("%+v", all)
	}
}
