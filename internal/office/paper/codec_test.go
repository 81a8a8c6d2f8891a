package paper

import (
	"reflect"
	"testing"
)

func TestMarshalRoundTrip(t *testing.T) {
	want := Paper{Authority: "机关", Number: "知保预〔2026〕1号", Title: "通知书", To: "某公司", Verify: &Verify{URL: "/verify", Code: "AAAA"},
		Body: []Block{P("一"), Q("二"), H(2, "三"), KeyValues{Rows: []KeyValue{{"名称", "值"}}},
			Table{Head: []string{"甲"}, Rows: [][]string{{"XXX"}}, Quoted: true}, List{Ordered: true, Items: []string{"子"}}, PageBreak{},
			Pictures{Caption: "主视图", Items: []Picture{{Data: []byte{1, 2, 3}, Text: "专利"}, {Text: "没有"}}, Height: 40, Quoted: true},
			Signatures{Parties: []Signer{{"承办人", ""}}}},
		Front: &Cover{Title: "卷"}}
	data, err := Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Unmarshal(data)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got %+v\nwant %+v", got, want)
	}
}
