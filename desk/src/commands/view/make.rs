//! Joins the worklist's rows with the words of the pack.

use super::*;
use childfirst::DangerBlock;
use childfirst::interaction::because::{because, fold_row, unknowns};
use childfirst::interaction::hearsay;
use childfirst::interaction::lines::{Words, phase_words};
use childfirst::interaction::local::LocalValue;
use childfirst::interaction::prompts::{PromptRow, prompt_condition, prompts};
use childfirst::interaction::state::{Child, State};
use childfirst::interaction::worklist::{ListRows, Row, routes, worklist};
use childfirst::pack::Pack;
use childfirst::pack::status::PackStatus;
use childfirst::pack::types::Citation;

/// What a worklist is made of.
pub struct Made<'a> {
    /// The guidance.
    pub pack: &'a Pack,
    /// The state; its children as they are known.
    pub state: &'a State,
    /// True: the one child is wholly unknown and stands for all, as none was described.
    pub stand_in: bool,
    /// How danger stands, in an interaction.
    pub danger: Option<DangerBlock>,
    /// What the force has filled in.
    pub locals: Vec<LocalValue>,
    /// Which guidance it is, and whether its time is past.
    pub status: PackStatus,
}

/// Makes the view.
pub fn make<'a>(made: Made<'a>) -> View<'a> {
    let file = made.pack.file();
    let to_year = last_year(made.pack);
    let nobody = State {
        scene: made.state.scene.clone(),
        ..State::default()
    };
    let known = if made.stand_in { &nobody } else { made.state };
    View {
        pack: PackView {
            id: &file.id,
            version: file.version,
            digest: made.pack.digest_hex(),
            title: &file.title,
            to_year,
            past_end: made.status.past_end.is_some(),
            pin: made.status.pin.clone(),
            past_words: made.status.past_end.clone(),
        },
        role: made.state.role(),
        unknowns: unknowns(made.pack, known),
        danger: made.danger_view(),
        notices: made.notices(),
        phases: made.phases(),
        hearsay: hearsay::count(made.state),
        routes: made.routes(),
    }
}

fn last_year(pack: &Pack) -> Option<u32> {
    let file = pack.file();
    let main = file.documents.iter().find(|it| it.id == file.main_document);
    main.and_then(|it| it.to_year)
}

impl<'a> Made<'a> {
    fn from(&self, origin: Origin, source: Option<&'a Citation>, reason: Option<&'a String>) -> FromView<'a> {
        let source = source.map(|cited| {
            let document = self
                .pack
                .file()
                .documents
                .iter()
                .find(|it| it.id == cited.document);
            SourceView {
                document: &cited.document,
                title: document.map_or("", |it| &it.short),
                section: &cited.section,
                rests_on: &cited.rests_on,
                note: cited.note.as_deref(),
            }
        });
        FromView {
            origin,
            source,
            reason: reason.map(String::as_str),
        }
    }

    fn value(&self, key: Option<&'a String>) -> Option<ValueView<'a>> {
        let key = key?;
        let declared = self.pack.file().values.iter().find(|it| it.key == *key);
        let local = self.locals.iter().find(|it| it.key == *key);
        let value_text = local.and_then(|it| it.text.clone());
        Some(ValueView {
            value: key,
            value_label: declared.map_or("", |it| &it.label),
            unset: value_text.is_none(),
            value_state: local.map_or(LocalState::NotSet, |it| it.state),
            value_text,
        })
    }

    fn child(&self, number: u32) -> Option<ChildView> {
        if self.stand_in {
            return None;
        }
        let child = self.state.child(number)?;
        Some(ChildView {
            number,
            title: child.title(),
        })
    }

    fn danger_view(&self) -> Option<DangerView<'a>> {
        let file = self.pack.file();
        let question = file.danger.as_ref()?;
        let role = self.state.role();
        let mut steps: Vec<_> = file
            .danger_steps
            .iter()
            .filter(|step| step.roles.is_empty() || role.is_none_or(|role| step.roles.contains(&role)))
            .collect();
        steps.sort_by_key(|step| step.order);
        let steps = steps.into_iter().map(|step| StepView {
            id: &step.id,
            text: &step.text,
            from: self.from(step.origin, step.source.as_ref(), step.reason.as_ref()),
            value: self.value(step.value.as_ref()),
        });
        Some(DangerView {
            id: &question.id,
            question: &question.text,
            hint: &question.hint,
            why: &question.why,
            from: self.from(question.origin, None, question.reason.as_ref()),
            steps: steps.collect(),
            answered: self.danger.clone(),
        })
    }

    fn notices(&self) -> Vec<NoticeView<'a>> {
        let shown = |row: childfirst::interaction::worklist::NoticeRow| {
            let notice = self.pack.file().notices.get(row.notice as usize)?;
            Some(NoticeView {
                id: &notice.id,
                text: &notice.text,
                child: self.child(row.child),
                from: self.from(notice.origin, notice.source.as_ref(), notice.reason.as_ref()),
                value: self.value(notice.value.as_ref()),
            })
        };
        let work = worklist(self.pack, self.state);
        work.notices.into_iter().filter_map(shown).collect()
    }

    fn phases(&self) -> Vec<PhaseView<'a>> {
        let work = worklist(self.pack, self.state);
        let mut phases: Vec<PhaseView<'a>> = Vec::new();
        for rows in &work.lists {
            let Some(list) = self.pack.lists().get(rows.list as usize) else {
                continue;
            };
            let items = work.rows_of(rows).iter().filter_map(|row| self.item(row));
            let view = ListView {
                id: &list.id,
                title: &list.title,
                counts: counts(rows),
                fold: fold_row(self.pack, &work, rows),
                items: items.collect(),
            };
            match phases.last_mut().filter(|last| last.phase == rows.phase) {
                Some(phase) => {
                    phase.counts.add(&view.counts);
                    phase.lists.push(view);
                }
                None => phases.push(PhaseView {
                    phase: rows.phase,
                    title: phase_words(rows.phase, self.state.role()),
                    counts: view.counts,
                    lists: vec![view],
                }),
            }
        }
        phases
    }

    fn item(&self, row: &Row) -> Option<ItemView<'a>> {
        let item = &self.pack.items().get(row.item as usize)?.item;
        let rows = prompts(self.pack, self.state, row.item, row.child);
        Some(ItemView {
            id: &item.id,
            text: &item.text,
            why: &item.why,
            kind: item.answered_by,
            from: self.from(item.origin, item.source.as_ref(), item.reason.as_ref()),
            principles: &item.principles,
            standing: row.standing,
            immediate: item.immediate,
            scope: item.scope,
            child: self.child(row.child),
            because: because(self.pack, self.state, row),
            folded: row.folded,
            mark: row.mark,
            answer: self.answer(row),
            entry: (row.answer > 0).then_some(row.answer),
            hearsay: row.hearsay,
            earlier_wording: row.earlier_wording,
            value: self.value(item.value.as_ref()),
            prompts: rows.iter().filter_map(|row| self.prompt(row)).collect(),
        })
    }

    fn answer(&self, row: &Row) -> Option<String> {
        let now = self.state.answers.iter().find(|now| now.seq == row.answer)?;
        Some(Words { state: self.state }.answer(&now.answer, &now.author))
    }

    fn prompt(&self, row: &PromptRow) -> Option<PromptView<'a>> {
        let prompt = &self.pack.prompts().get(row.prompt as usize)?.prompt;
        let domain = row
            .domain
            .and_then(|at| self.pack.file().domains.get(at as usize));
        Some(PromptView {
            id: &prompt.id,
            kind: prompt.kind,
            text: &prompt.text,
            standing: row.standing,
            condition: prompt_condition(self.pack, row),
            domain: domain.map(|it| DomainView {
                id: &it.id,
                title: &it.title,
            }),
            from: self.from(prompt.origin, prompt.source.as_ref(), prompt.reason.as_ref()),
        })
    }

    fn routes(&self) -> Vec<RouteView<'a>> {
        let numbers: Vec<Option<u32>> = self
            .state
            .present_children()
            .map(|child: &Child| Some(child.number))
            .collect();
        let numbers = if numbers.is_empty() { vec![None] } else { numbers };
        let mut views: Vec<RouteView<'a>> = Vec::new();
        for number in numbers {
            for row in routes(self.pack, self.state, number, None) {
                let Some(route) = self.pack.file().routes.get(row.route as usize) else {
                    continue;
                };
                let about = number.filter(|_| !self.stand_in);
                if let Some(view) = views.iter_mut().find(|view| view.id == route.id) {
                    view.standing = view.standing.min(row.standing);
                    view.children.extend(about);
                    continue;
                }
                views.push(RouteView {
                    id: &route.id,
                    text: &route.text,
                    standing: row.standing,
                    whatever_the_level: row.whatever_the_level,
                    levels: &route.levels,
                    urgent: route.urgent,
                    to: route.to.as_deref(),
                    how: route.how.as_deref(),
                    children: about.into_iter().collect(),
                    from: self.from(route.origin, route.source.as_ref(), route.reason.as_ref()),
                    value: self.value(route.value.as_ref()),
                });
            }
        }
        // Another child may bring one that follows whatever the level: those lead.
        views.sort_by_key(|view| !view.whatever_the_level);
        views
    }
}

fn counts(rows: &ListRows) -> Counts {
    Counts {
        left: rows.left,
        later: rows.later,
        answered: rows.answered,
        not_reached: rows.not_reached,
        folded: rows.folded,
        hearsay: rows.hearsay,
    }
}

impl Counts {
    fn add(&mut self, other: &Counts) {
        self.left += other.left;
        self.later += other.later;
        self.answered += other.answered;
        self.not_reached += other.not_reached;
        self.folded += other.folded;
        self.hearsay += other.hearsay;
    }
}
