package e2e

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"zhibao/industry/database/designs"
)

// industry are addresses of the search of published documents, of the watches over them and of the law
// texts, with what a person of the demo asked for, put together and watches.
func (w *world) industry(t testing.TB) map[string][2]string {
	t.Helper()
	p := w.program(t, "yushen1")
	var run struct{ ID string }
	p.act("/search", map[string]any{"q": "电池 OR 装置"}, &run)
	var found struct{ Hits []struct{ Number string } }
	p.get("/search/"+run.ID, &found)
	if len(found.Hits) == 0 {
		t.Fatal("the demo holds no documents to search for")
	}
	number := found.Hits[0].Number
	var set struct{ Set string }
	p.act("/search/"+run.ID+"/collect", map[string]any{"title": "示例集合", "numbers": number}, &set)
	p.act("/collections/"+set.Set+"/note/"+number, map[string]any{"note": "示例"}, nil)
	var watches struct{ Watches []struct{ ID string } }
	p.get("/watches", &watches)
	var warnings struct{ Warnings []struct{ ID string } }
	p.get("/warnings", &warnings)
	id := w.examining(t, "yushen1")
	var own struct{ ID string }
	p.act(fmt.Sprintf("/cases/%d/searches", id), map[string]any{"q": "电池"}, &own)
	calls := map[string][2]string{"/cases/{case}/searches": {"yushen1", fmt.Sprintf("/cases/%d/searches", id)}, "/cases/{case}/searches/{run}": {"yushen1", fmt.Sprintf("/cases/%d/searches/%s", id, own.ID)},
		"/search": {"yushen1", "/search"}, "/search/{run}": {"yushen1", "/search/" + run.ID + "?in=kind:%E5%8F%91%E6%98%8E&sort=-published"}, "/search/{run}/export": {"yushen1", "/search/" + run.ID + "/export?as=csv"},
		"/search/{run}/charts/{chart}": {"yushen1", "/search/" + run.ID + "/charts/network"}, "/search/{run}/report": {"yushen1", "/search/" + run.ID + "/report?as=docx"}, "/documents/{number}": {"yushen1", "/documents/" + number},
		"/collections": {"yushen1", "/collections"}, "/collections/{set}": {"yushen1", "/collections/" + set.Set}, "/collections/{set}/export": {"yushen1", "/collections/" + set.Set + "/export?as=docx"},
		"/watches": {"yushen1", "/watches"}, "/warnings": {"yushen1", "/warnings"},
		"/law": {"", "/law"}, "/law/{text}": {"", "/law/patent-law"}, "/law/{text}/{article}": {"", "/law/patent-law/" + "%E7%AC%AC%E5%85%AD%E5%8D%81%E4%BA%94%E6%9D%A1"}}
	if len(watches.Watches) > 0 && len(warnings.Warnings) > 0 {
		calls["/watches/{watch}"] = [2]string{"yushen1", fmt.Sprint("/watches/", watches.Watches[0].ID)}
		calls["/warnings/{warning}"] = [2]string{"yushen1", fmt.Sprint("/warnings/", warnings.Warnings[0].ID)}
	} else {
		t.Errorf("the demo has %d watches and %d warnings", len(watches.Watches), len(warnings.Warnings))
	}
	maps.Copy(calls, w.lamps(t))
	return calls
}

// lamps are addresses of the search by pictures, with a document of the demo that was asked for.
func (w *world) lamps(t testing.TB) map[string][2]string {
	t.Helper()
	p := w.program(t, "yushen1")
	var all struct{ Hits []struct{ Number string } }
	var run, search struct{ ID string }
	p.act("/search", map[string]any{"q": "台灯"}, &run)
	p.get("/search/"+run.ID, &all)
	number := ""
	for _, h := range all.Hits {
		if strings.HasSuffix(h.Number, "S") {
			number = h.Number
		}
	}
	if number == "" {
		t.Fatal("the demo holds no designs")
	}
	p.act("/designs", map[string]any{"document": number, "turned": true}, &search)
	at := "/designs/" + search.ID
	var found designs.DesignsFound
	p.get(at, &found)
	if len(found.Candidates) == 0 {
		t.Fatal("nothing is like a design of the demo")
	}
	first := found.Candidates[0]
	pair := at + "/with/" + first.Number + "/" + found.Asked[0].View
	p.act(pair, map[string]any{"verdict": "same"}, nil)
	return map[string][2]string{"/designs": {"yushen1", "/designs"}, "/designs/{of}": {"yushen1", at + "?locarno=26"}, "/designs/{of}/export": {"yushen1", at + "/export"}, "/designs/{of}/asked/{shot}": {"yushen1", at + "/asked/1"},
		"/design-pictures/{picture}": {"yushen1", "/design-pictures/" + first.Views[0].Picture}, "/documents/{number}/pictures/{ordinal}": {"yushen1", "/documents/" + first.Number + "/pictures/1"}, "/designs/{of}/with/{number}/{view}": {"yushen1", pair}}
}
