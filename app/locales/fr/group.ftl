# Ce que lisent les coordinateurs.

# Les mots des tableaux
group-account = Compte
group-added = Ajouté
group-amount = Quantité
group-asset = Actif
group-asset-in = Ce que l’actif y fait
group-asset-in-lacking = il n’a pas de prix
group-asset-in-moved = ses unités changent
group-asset-in-part = il a une part de la perte
group-at-most = au plus
group-bytes = { $bytes } octets
group-came-in = Entré
group-change = Variation du compte
group-change-it = Modifier
group-changed = Dernier changement
group-claim = Dossier
group-claimant = Personne lésée
group-claims-count = Dossiers comptés
group-contested = Contestées
group-counted = Compte
group-counted-accepted = dossiers acceptés seulement
group-counted-all = toutes les lignes, même exclues ou en brouillon
group-counted-counted = ce que comptent les totaux
group-credits = Ce qui a été rendu
group-credits-none = Rien n’a été rendu aux dossiers comptés.
group-credits-sum = Somme de ce qui a un prix
group-day = Jour (UTC)
group-entries = Mouvements
group-evidence = Prouvé par
group-exchange = Plateforme
group-fee = Frais
group-file = Fichier
group-files = Fichiers
group-from = Depuis
group-frozen = Figé
group-ids = Ordre et transaction
group-kind = Nature
group-line-of = ligne { $line }
group-lines-priced = Lignes avec prix
group-loss = Perte
group-loss-accepted = Perte, dossiers acceptés
group-loss-claimed = Perte, seulement déclarée
group-loss-documented = Perte, documentée
group-market = Nature et marché
group-market-ids = Nature, marché, ordre et transaction
group-net = Perte documentée moins ce qui a été rendu
group-no-price = pas encore de prix
group-number = Nº
group-open-end = sans fin
group-pairs = Prix de
group-part = Part de la perte
group-price = Prix
group-priced = avec prix
group-read = Ce que nous avons lu
group-reason = Raison
group-received = Reçu
group-deal = 3Commas
group-file-open = Une question attend la personne concernée
group-file-said = Réponse : { $said }
group-file-secrets = { $cells ->
    [1] Une cellule ressemble à une clé API ou à un mot de passe
   *[other] { $cells } cellules ressemblent à des clés API ou à des mots de passe
}
group-file-secrets-text = Dites à la personne de supprimer la clé sur la plateforme. L’original la contient en clair : réfléchissez avant de le télécharger.
group-file-secrets-where = Où elle se trouve
group-refused = Lignes non lues
group-releases = Transmissions
group-remove = Retirer
group-review = Examen
group-rows = Lignes
group-see = Voir
group-snapshot = Rapport
group-source = Où c’est écrit
group-state = État
group-support = Appuyé par
group-time = Heure (UTC)
group-time-in-file = dans le fichier : { $time }
group-to = Jusqu’à
group-typed-in = saisi à la main, sans fichier
group-units = Unités
group-unpriced = Sans prix
group-value = Valeur
group-went-out = Sorti
group-your-own = le vôtre
group-ground = Calculé { $basis }, en { $currency }, selon la méthode { $method }, avec la version { $version } des prix de référence.
group-basis = Valeur de ce qui a été pris
group-basis-change = Calculer à une autre date
group-basis-date = aux prix de la fin du { $date } (UTC)
group-basis-date-choice = À la fin d’un jour donné
group-basis-date-hint = Chaque quantité à son prix à la fin de ce jour : date d’une requête, d’un jugement.
group-basis-day = Quel jour
group-basis-event = au moment de chaque opération
group-basis-event-choice = Au moment où c’est arrivé
group-basis-event-hint = Chaque quantité à son prix au moment de l’opération.
group-basis-other = Tout est calculé ici { $basis } : pas comme les totaux propres à l’incident.
group-basis-own = Voir la même chose comme l’incident la calcule
group-basis-never = Ces totaux n’ont pas encore été calculés. Chaque dossier est évalué à nouveau pour eux, ce qui prend un moment ; ils sont ensuite conservés jusqu’à ce que vous les supprimiez.
group-basis-make = Calculer ces totaux
group-basis-making = Ces totaux sont en cours de calcul
group-basis-failed = Ces totaux n’ont pas pu être calculés
group-basis-again = Les calculer à nouveau
group-basis-outdated = { $count ->
    [1] Ces totaux sont périmés : un dossier ou ses prix ont changé depuis leur calcul : { $claims }. Les chiffres affichés ici datent d’avant.
   *[other] Ces totaux sont périmés : { $count } dossiers ou leurs prix ont changé depuis leur calcul : { $claims }. Les chiffres affichés ici datent d’avant.
}
group-basis-not-there = Rien n’a encore été calculé à cette date. Demandez-le sur la page
group-basis-kept = Totaux conservés à d’autres dates
group-basis-state = État
group-basis-made = Calculés
group-basis-remove = Supprimer
group-basis-remove-what = Les chiffres calculés { $basis } sont effacés. Les dossiers et les totaux propres à l’incident restent tels quels. Vous pourrez faire calculer ces chiffres à nouveau.
group-basis-remove-button = Supprimer ces totaux
group-state-draft = pas encore remis
group-state-submitted = remis
group-state-in_review = en cours d’examen
group-state-returned = renvoyé
group-state-accepted = accepté
group-state-declined = refusé
group-state-withdrawn = retiré
group-review-open = rien à signaler
group-review-open-hint = Rien à dire : la ligne compte.
group-review-queried = question
group-review-queried-hint = Il vous manque une réponse : en attendant, la ligne compte. La personne voit votre question.
group-review-excluded = écartée
group-review-excluded-hint = La ligne n’entre dans aucun total. La personne voit votre raison.
group-support-claimed = la parole de la personne
group-support-documented = un relevé exporté
group-support-corroborated = deux sources concordantes
group-role-claimant = personne lésée
group-role-coordinator = coordination
group-role-investigator = enquête
group-role-operator = exploitation du serveur
group-filter-any = tous
group-filter-queried = avec des questions ouvertes
group-filter-unread = avec des messages non lus
group-filter-asked-back = dont le renvoi est demandé
group-filter-search = Référence, nom ou adresse
group-filter-show = Afficher
group-filter-unpriced = avec des lignes sans prix
group-filter-with = Seulement ceux
group-order = Ordre
group-order-changed = derniers modifiés d’abord
group-order-loss = plus grande perte d’abord
group-order-reference = référence

# La liste des dossiers
group-claims-title = Dossiers
group-claims-none = Aucun dossier ici pour l’instant. Un dossier apparaît dès qu’une personne invitée en commence un.
group-sum-of-list = Somme de cette liste
group-sum-of-list-counts = Cette liste additionne tous les dossiers affichés. Les totaux ne comptent que les dossiers remis, ni refusés ni retirés.
group-to-filing = Déposer un dossier pour quelqu’un
group-to-totals = Voir les totaux
group-unconfirmed = pas confirmé par la personne
group-next = À faire maintenant
group-next-nothing = Rien ne vous attend.
group-claims-found = { $count ->
    [1] Un dossier
   *[other] { $count } dossiers
}
group-queried-count = { $count ->
    [1] une question
   *[other] { $count } questions
}
group-unread-count = { $count ->
    [1] un message non lu
   *[other] { $count } messages non lus
}
group-asked-back = renvoi demandé
group-next-submitted = { $count ->
    [1] Un dossier a été remis et attend d’être lu
   *[other] { $count } dossiers ont été remis et attendent d’être lus
}
group-next-in-review = { $count ->
    [1] Un dossier est en examen et attend une décision
   *[other] { $count } dossiers sont en examen et attendent une décision
}
group-next-unread = { $count ->
    [1] Un message d’une personne concernée n’est pas lu
   *[other] { $count } messages de personnes concernées ne sont pas lus
}
group-next-asked-back = { $count ->
    [1] Une personne demande le renvoi de son dossier
   *[other] { $count } personnes demandent le renvoi de leur dossier
}
group-next-queried = { $count ->
    [1] Une ligne a une question ouverte
   *[other] { $count } lignes ont des questions ouvertes
}
group-next-unpriced = { $count ->
    [1] Une ligne contestée n’a pas encore de prix
   *[other] { $count } lignes contestées n’ont pas encore de prix
}
group-next-conflicts = { $count ->
    [1] Un actif manipulé est inscrit à partir d’un moment trop tardif
   *[other] { $count } actifs manipulés sont inscrits à partir d’un moment trop tardif
}
group-next-releases = { $count ->
    [1] Un rapport attend votre accord pour être transmis
   *[other] { $count } rapports attendent votre accord pour être transmis
}
group-next-members = { $count ->
    [1] Une personne proposée attend d’être confirmée
   *[other] { $count } personnes proposées attendent d’être confirmées
}
group-next-no-prices = Il n’y a pas encore de prix de référence : rien ne peut être évalué

# Un dossier
group-claim-title = Dossier { $reference }
group-filed-by = Déposé en son nom
group-filed-confirmed = par { $who } ; la personne l’a confirmé
group-filed-unconfirmed = par { $who } ; la personne ne l’a pas encore confirmé
group-submitted-at = Remis le
group-entries-read = { $entries }, sans ceux qui sont dits deux fois ; dont { $contested } contestés
group-consents = Accepte de transmettre à
group-consent-none = personne pour l’instant
group-declared = Déclaration signée par
group-recipient-group = le groupe
group-recipient-law_enforcement = la police et les enquêteurs
group-recipient-lawyers = les avocats du groupe
group-recipient-press = la presse
group-fill = Continuer à le remplir
group-own-claim = Ce dossier est le vôtre, ou vous l’avez déposé : quelqu’un d’autre en décide.
group-shared-trades = La même opération figure aussi dans un autre dossier ; elle ne doit pas compter deux fois. Posez la question, et écartez la ligne là où elle n’a pas sa place.
group-rules = Ce que la personne dit ne pas être d’elle
group-rule = Contesté
group-rule-what = Quoi
group-rule-only = Seulement de
group-rule-period = une période
group-rule-row = une ligne
group-rule-all = tout
group-rule-leave_out = laissé hors d’une période
group-positions = Positions que les seules exécutions ne permettent pas d’évaluer
group-positions-text = Elles n’entrent dans aucun total. Les lignes de profits et pertes réalisés permettraient de les évaluer.
group-contract = Contrat
group-fills = Exécutions
group-first-fill = La première
group-declared-changed = Le dossier a été modifié depuis et n’a pas été signé à nouveau : ses chiffres ne sont plus ceux qui ont été signés.
group-older = Résultats antérieurs de ce dossier
group-older-ground = Calcul
group-no-step-draft = La personne lésée a ce dossier en main ; il n’y a rien à décider avant qu’il soit remis.
group-no-step-withdrawn = La personne lésée a retiré ce dossier : il ne compte nulle part, et il n’y a rien à décider.
group-claim-unread = { $count ->
    [1] Un message de la personne concernée n’est pas lu
   *[other] { $count } messages de la personne concernée ne sont pas lus
}
group-asked-back-at = La personne a demandé le renvoi de ce dossier le
group-asked-back-what-to-do = La demande figure parmi les messages. Pour renvoyer le dossier, prenez-le à l’examen et choisissez de le renvoyer avec un message. Sinon, écrivez à la personne pourquoi.
group-decide = Décider
group-decide-button = Enregistrer la décision
group-step = Que devient ce dossier ?
group-step-review = Commencer l’examen
group-step-review-hint = La personne voit que quelqu’un le lit.
group-step-accept = L’accepter
group-step-accept-hint = Il compte parmi les dossiers acceptés. On peut le rouvrir, avec une raison.
group-step-return = Le renvoyer avec un message
group-step-return-hint = La personne peut le modifier et le remettre. En attendant, il compte.
group-step-decline = Le refuser avec un message
group-step-decline-hint = Il ne compte nulle part. On peut le rouvrir, avec une raison.
group-step-reopen = Le rouvrir avec une raison
group-step-reopen-hint = Il revient en examen.
group-step-words = Message à la personne
group-step-words-hint = Nécessaire pour renvoyer, refuser ou rouvrir. Des mots simples : ce qui manque exactement, et où. Ne demandez jamais de raconter à nouveau ce qui s’est passé.
group-files-none = Pas encore de fichier.
group-files-caption = Les fichiers tels que reçus ; chaque nom ouvre l’original
group-also-in = même fichier dans { $claims }
group-lines-of-claim = Lignes contestées et leur valeur
group-statement = Déclaration de la personne
group-messages = Messages et décisions
group-messages-none = Rien n’a encore été écrit.
group-messages-mark-read = Marquer ces messages comme lus
group-event-unread = pas encore lu
group-event-asks-back = Demande le renvoi du dossier pour le modifier
group-message = Écrire à la personne
group-message-hint = Elle le lit dans son dossier. Demandez ce qui manque, jamais le récit à nouveau.
group-message-send = Envoyer ce message
group-moved = { $from } → { $to }

# Les mouvements
group-entries-title = Tout ce qui a été lu dans le dossier { $reference }
group-entries-none = Aucun mouvement ici.
group-fate = Ce qu’il en est
group-fate-contested = pas de la personne
group-fate-dropped = raconté deux fois, non compté
group-fate-kept = gardé
group-fate-left-out = laissé de côté
group-place = Ligne et colonne
group-code = Code
group-remark = Remarque
group-remarks = Ce que le lecteur a dit de ce fichier, le plus grave d’abord
group-outside = hors de la période de l’incident
group-fate-stays = { $kept } reste
group-fate-same-file = un autre fichier a les mêmes octets
group-fate-same-row = la même ligne est dans un autre fichier
group-fate-conflict = un autre fichier donne d’autres chiffres pour cette ligne ; c’est sa ligne qui compte
group-fate-coarser-file = un fichier plus détaillé raconte le même argent
group-side-buy = achat
group-side-sell = vente
group-entries-found = { $count ->
    [1] Un mouvement
   *[other] { $count } mouvements
}

# Une ligne
group-line-title = Une ligne contestée
group-line-entry = Ce qui s’est passé
group-line-sum = Comment la perte se calcule
group-line-sum-text = Pour chaque actif : ce qui est sorti du compte, multiplié par son prix, est une perte ; ce qui est entré est un gain. Les parts font la ligne, arrondie une seule fois, à huit décimales.
group-line-parts = Parts de la perte par actif
group-line-prices = Les prix
group-why-contested = Pourquoi elle est contestée
group-missing-no-price = pas de prix à ce moment
group-missing-group = une autre partie du même mouvement n’a pas de prix
group-missing-too-large = la perte de cette ligne est plus grande que ce qu’une ligne peut contenir : un prix est peut-être faux
group-missing-no-bridge = la monnaie dans laquelle il est coté n’a pas de prix à ce moment
group-missing-no-rate = il n’y a pas de cours de change de la banque centrale pour sa monnaie à ce moment
group-missing-other-source = seule une autre source que la première nommée pour lui a un prix
group-missing-unsettled = attend que la coordination fixe le début de la manipulation
group-missing-manipulated = le jour choisi se termine pendant que son marché est inscrit comme manipulé
group-missing-manipulated-open = son marché est inscrit comme manipulé sans date de fin : indiquez la fin, et un jour ultérieur aura un prix
group-price-asked = Prix de { $asset } demandé au { $time }.
group-price-manipulated = Le marché de cet actif a été faussé par la fraude à partir du { $from } : il vaut ce qu’il valait à ce moment.
group-price-apart = { $source } indique { $price }, un écart plus grand que vos réglages. Le prix utilisé reste ; à vérifier.
group-price-pair = Paire
group-price-step = Sorte de prix
group-price-holds = Vaut à partir de
group-ladder-trade-time = dernière bougie d’une heure au plus
group-ladder-daily = dernier prix journalier
group-ladder-fiat = taux de référence de la Banque centrale européenne
group-ladder-par = compté pour 1 USD, par les réglages
group-ladder-currency = la devise du rapport elle-même
group-review-legend = Que dites-vous de cette ligne ?
group-review-reason = Question ou raison
group-review-reason-hint = Nécessaire pour une question et pour écarter la ligne. La personne la lit.
group-review-save = Enregistrer
group-reader = Lu par la version
group-review-together = Cette ligne du fichier donne { $count } mouvements ; ce que vous dites vaut pour tous.
group-price-age-minutes = { $count ->
    [one] { $count } minute avant
   *[other] { $count } minutes avant
}
group-price-age-hours = { $count ->
    [1] une heure avant
   *[other] { $count } heures avant
}
group-price-age-days = { $count ->
    [1] un jour avant
   *[other] { $count } jours avant
}

# Déposer pour quelqu’un
group-filing-title = Déposer un dossier pour quelqu’un
group-filing-text = Pour quelqu’un qui ne peut pas le faire. Vous déposez ses fichiers et indiquez ce qui, selon cette personne, n’est pas d’elle ; elle confirme.
group-filing-confirm = La personne reçoit son propre lien. Tant qu’elle n’a pas confirmé, le dossier ne peut pas être remis et ne compte nulle part. Vous ne pouvez pas décider d’un dossier que vous avez déposé.
group-filing-name = Son nom
group-filing-name-hint = Tel qu’il doit figurer dans une déclaration à la police.
group-filing-email = Son adresse électronique
group-filing-email-hint = Elle sert à se connecter. Nous n’en parlons à personne d’autre.
group-filing-language = Sa langue
group-filing-why = Pourquoi vous le déposez
group-filing-why-hint = Quelques mots pour le journal : « demandé par téléphone, n’a pas d’ordinateur ». Rien sur la santé.
group-filing-begin = Commencer le dossier
group-begun-title = Le dossier est commencé
group-begun-text = Le dossier { $reference } est pour { $email }. Transmettez-lui le lien ci-dessous, par une voie sûre.
group-begun-link = Son lien
group-begun-link-hint = Il n’est montré que maintenant : copiez-le. Il permet de choisir un mot de passe et de confirmer le dossier. L’ouvrir ne l’épuise pas.
group-begun-fill = Remplir le dossier
group-begun-see = Voir le dossier en coordination

# Totaux et lignes
group-totals-title = Totaux
group-totals-by = Totaux par
group-totals-by-claim = Dossier
group-totals-by-exchange = Plateforme
group-totals-by-asset = Actif
group-totals-by-day = Jour (UTC)
group-totals-caption = { $by } : lignes contestées non écartées, en { $currency }
group-totals-no-name = (non indiqué)
group-totals-none = Rien ne compte encore : aucun dossier n’a été remis.
group-totals-rounding = Ce que cache l’arrondi au centime : les lignes affichées, moins le total affiché
group-totals-asset-lines = Une ligne touche d’ordinaire plusieurs actifs et compte dans la ligne de chacun ; les sommes d’argent sont des parts de lignes et s’additionnent.
group-totals-whole = Tout le groupe
group-totals-gross = Documenté : pertes de { $loss } moins gains de { $gain } sur les mêmes lignes.
group-native = Variation des comptes, en unités
group-native-caption = Variation de chaque actif
group-native-text = Variations exactes de toutes les lignes contestées documentées, avec ou sans prix. Sous zéro : les comptes en ont moins. Au-dessus : cela a été acheté avec ce qu’ils avaient.
group-exports = Exporter les totaux
group-exports-stale = Les totaux pourront être exportés quand tous les dossiers seront évalués aux mêmes prix. Évaluez-les ci-dessus, puis revenez.
group-exports-text = Chaque chiffre avec toutes ses décimales, les lignes qui le composent et ce qu’il compte. Le journal garde qui les exporte.
group-exports-tables = Chaque tableau dans un fichier à part
group-exports-schema = Ce que signifie chaque colonne (JSON Schema)
group-export-total = le total, avec toutes les conditions de son calcul
group-export-terms = les conditions, une par ligne
group-export-claims = sommes par dossier
group-export-exchanges = sommes par plateforme
group-export-assets = sommes par actif
group-export-days = sommes par jour
group-export-native = quantités par actif
group-export-credits = ce qui est revenu
group-export-positions = positions sur dérivés qu’aucune somme ne compte
group-export-missing-prices = prix manquants
group-lines-title = Les lignes derrière le chiffre
group-lines-caption = Lignes contestées ; chaque heure ouvre la ligne, chaque fichier l’original
group-lines-none = Aucune ligne ici.
group-lines-part = Dont { $asset }
group-lines-units = Variation de { $asset } en unités
group-lines-sum = Somme de toutes les lignes trouvées, hors lignes écartées
group-totals-count = Compte les dossiers remis, ni refusés ni retirés : { $claims } ; parmi eux acceptés : { $accepted }. Lignes écartées par la coordination : { $excluded }.
group-totals-unpriced = { $count ->
    [1] Une ligne contestée n’a pas de prix : elle n’entre dans aucun total
   *[other] { $count } lignes contestées n’ont pas de prix : elles n’entrent dans aucun total
}
group-totals-credits-unpriced = { $count ->
    [1] Une chose rendue n’a pas de prix : le chiffre après déduction ne la déduit pas
   *[other] { $count } choses rendues n’ont pas de prix : le chiffre après déduction ne les déduit pas
}
group-totals-credits-unpriced-caption = Ce qui a été rendu, sans prix
group-totals-not-valued = { $count ->
    [1] La perte d’un dossier ne peut être calculée : rien de lui n’entre dans aucune somme. Sa page dit pourquoi ; renvoyez-le, ou refusez-le.
   *[other] Les pertes de { $count } dossiers ne peuvent être calculées : rien d’eux n’entre dans aucune somme. Leurs pages disent pourquoi ; renvoyez-les, ou refusez-les.
}
group-totals-stale = { $count ->
    [one] Un dossier attend d’être évalué aux prix actuels : { $claims }. D’ici là, ses chiffres sont ici plus anciens que les autres.
   *[other] { $count } dossiers attendent d’être évalués aux prix actuels : { $claims }. D’ici là, leurs chiffres sont ici plus anciens que les autres.
}
group-totals-no-total = Il n’y a pas de total : { $unpriced } lignes contestées sur { $lines } sont sans prix.
group-totals-missing = Prix qui manquent
group-totals-missing-days = Jours sans prix (UTC)
group-totals-add-prices = Ajouter des prix
group-totals-positions = { $count ->
    [1] Une position sur dérivés ne peut être évaluée par ses seules exécutions : elle n’entre dans aucun total
   *[other] { $count } positions sur dérivés ne peuvent être évaluées par leurs seules exécutions : elles n’entrent dans aucun total
}
group-lines-summary = { $lines ->
    [1] Une ligne
   *[other] { $lines } lignes
} ; sans prix : { $unpriced } ; écartées : { $excluded }.

# Prix de référence
group-prices-title = Prix de référence
group-prices-none = Pas encore de fichier de prix.
group-prices-to-settle = Les actifs qui attendent d’être réglés ont changé depuis l’évaluation des dossiers.
group-prices-value = Les évaluer maintenant
group-missing = Ce qui n’a pas de prix
group-missing-nothing = Chaque ligne contestée et tout ce qui a été rendu a son prix.
group-missing-caption = Actifs sans prix aux moments demandés
group-missing-lines = Lignes qui en dépendent
group-missing-credits = Ce qui en a été rendu
group-missing-claims = Dossiers
group-missing-days = Jours
group-missing-wanted = Ce qui aiderait
group-upload = Ajouter des fichiers de prix
group-upload-file = Fichiers de prix
group-upload-hint = Bougies publiées par Binance, export CoinGecko, eurofxref-hist.csv de la BCE, ou le nôtre : asset,quote,time,price,window,source. Jusqu’à { $megabytes } Mo ensemble.
group-upload-pair = Paire
group-upload-pair-hint = Seulement si ni le fichier ni son nom ne l’indique : BTC/USDT.
group-upload-button = Ajouter
group-price-file = Fichier de prix { $file }
group-price-file-get = Télécharger le fichier
group-price-file-line = Ligne
group-price-file-no-row = Le fichier n’a pas de ligne { $row }.
group-price-file-removed = Ce fichier a été retiré des prix de référence avec la version { $version } : des chiffres plus anciens le nomment.
group-price-file-row = Ligne telle qu’elle est dans le fichier
group-price-files = Fichiers de prix
group-price-files-caption = Chaque fichier de prix
group-price-files-text = Pour chaque actif, la première source nommée compte ; une autre ne sert qu’à vérifier. Retirer un fichier crée une nouvelle version : les anciens rapports gardent la leur.
group-of-version = version { $version }
group-manipulated = Actifs manipulés
group-manipulated-text = La fraude a faussé le marché de ces actifs : ni le prix de l’opération ni les bougies qu’elle a produites ne sont une valeur. Pendant ce temps, ils valent ce qu’ils valaient à son début, et les bougies qui recoupent ce temps ne servent jamais, même ensuite.
group-manipulated-add = Inscrire un actif
group-manipulated-from = Manipulé à partir de (UTC)
group-manipulated-from-hint = Strictement avant sa première opération contestée : 2022-10-18 ou 2022-10-18T21:00:00Z.
group-manipulated-to = Jusqu’à (UTC)
group-manipulated-to-hint = Laissez vide si ce n’est pas connu. Un jour ultérieur n’a de prix qu’une fois la fin indiquée.
group-manipulated-needs-end = Tant qu’aucune fin n’est indiquée, cet actif n’a de prix à aucun jour ultérieur, par exemple à la date d’une requête.
group-manipulated-reason-hint = À quoi on le voit : « des milliers d’exécutions à 30 fois le prix de la veille ». Visible dans chaque rapport.
group-manipulated-button = Inscrire
group-manipulated-remove = Retirer
group-conflict = commence trop tard
group-manipulated-conflict = Le dossier { $claim } a une opération contestée au { $time }. Tant que le début n’est pas antérieur, l’actif n’a pas de prix.
group-terms = Pont et parité
group-bridge = Pont
group-bridge-hint = Le seul actif par lequel passent les croisements (XYZ/USDT × USDT/USD).
group-par = Comptés pour 1 USD
group-par-hint = Actifs que vous fixez à 1 USD, séparés par une espace. Visible dans chaque rapport. Mieux : ajoutez leurs prix.
group-versions = Ce qui a fait chaque version
group-version = Version
group-version-what = Ce qui a changé
group-version-opened = l’incident a été ouvert
group-version-settings = les réglages
group-version-prices-added = des prix ajoutés
group-version-prices-removed = des prix retirés
group-version-asset-listed = un actif inscrit comme manipulé
group-version-asset-unlisted = un actif retiré de la liste
group-version-unsettled = actifs inscrits à partir d’un moment trop tardif : { $names }
group-terms-save = Enregistrer et réévaluer
group-prices-version = Version { $version } des prix de référence, { $files ->
    [1] un fichier
   *[other] { $files } fichiers
}.
group-prices-behind = { $count ->
    [1] Un dossier n’est pas encore évalué aux derniers prix.
   *[other] { $count } dossiers ne sont pas encore évalués aux derniers prix.
}
group-pairs-more = { $count ->
    [1] une autre
   *[other] { $count } autres
}

# Réglages
group-settings-title = Réglages de l’incident
group-settings-text = Ce que vous changez ici change tous les chiffres. Le journal garde qui a changé quoi ; les anciens rapports gardent leurs réglages.
group-settings-incident = L’incident
group-settings-name = Nom
group-settings-from = Début (UTC)
group-settings-to = Fin (UTC)
group-settings-window-hint = 2022-10-18 ou 2022-10-18T21:00:00Z. Les mouvements en dehors sont signalés, pas refusés.
group-settings-to-hint = Le premier moment d’après. Laissez vide si ce n’est pas connu.
group-settings-venues = Plateformes concernées
group-settings-venues-hint = Séparées par une virgule : ftx, binance, kucoin.
group-settings-method = Comment les pertes sont calculées
group-settings-currency = Devise du rapport
group-settings-ages = Ancienneté maximale d’un prix
group-settings-ages-text = Un prix plus ancien n’est pas utilisé ; la ligne attend alors un prix.
group-settings-trade = Bougie d’une heure au plus, en minutes
group-settings-daily = Prix journalier, en heures
group-settings-fiat = Taux de référence d’une devise, en jours
group-settings-apart = Deux sources divergent à partir de, en pour cent
group-settings-save = Enregistrer et réévaluer
group-settings-prices = Pont, parité et actifs manipulés se règlent avec les prix

# Journal
group-custody-title = Qui a vu et fait quoi
group-custody-text = Chaque ligne contient l’empreinte de la précédente : aucune ne peut être changée ou retirée sans que cela se voie. Gardez la tête ci-dessous hors de ce serveur ; tout journal ultérieur doit la prolonger.
group-custody-caption = Lignes du journal, la plus récente d’abord
group-custody-head = Empreinte de la dernière ligne :
group-custody-broken = La chaîne ne tient pas : { $problem }. Prévenez l’exploitant et ne touchez à rien.
group-custody-none = Aucune ligne ici.
group-custody-actor = Qui
group-custody-action = Quoi
group-custody-object = Sur quoi
group-custody-purpose = Pourquoi, ou quoi précisément
group-custody-hash = Empreinte
group-purpose-recipient = { $recipient }
group-purpose-release = { $recipient } : { $words }
group-purpose-role = { $role }
group-purpose-answered = { $answers }
group-purpose-messages = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
group-purpose-assets = { $names }
group-purpose-reviewed = { $state } { $row }
group-purpose-id = { $id }
group-purpose-words = { $words }
group-answer-account = compte
group-answer-zone = fuseau
group-answer-format = format
group-answer-day_order = ordre du jour et du mois
group-answer-members = fichiers contenus
group-purpose-own-claim = la personne lésée elle-même
group-purpose-download = téléchargement
group-purpose-sample = un échantillon caviardé
group-purpose-rule-removed = une règle retirée
group-purpose-rules = { $count ->
    [1] une règle ajoutée
   *[other] { $count } règles ajoutées
}
group-purpose-read = mouvements lus : { $entries }, lignes non lues : { $refused }
group-object-reports = rapports transmis
group-chain-sequence = l’inscription { $found } se trouve à la place de l’inscription { $expected }
group-chain-previous = l’inscription { $record } ne suit pas de celle qui la précède
group-chain-hash = l’inscription { $record } a été modifiée : son empreinte ne correspond pas
group-chain-incident = l’inscription { $record } appartient à une autre affaire
group-chain-time = l’inscription { $record } est datée d’avant celle qui la précède
group-custody-holds = { $count ->
    [1] La chaîne tient : une ligne, vérifiée à l’instant.
   *[other] La chaîne tient : { $count } lignes, toutes vérifiées à l’instant.
}
group-action-incident-opened = a ouvert l’incident
group-action-settings-changed = a modifié les réglages
group-action-invited = a invité quelqu’un
group-action-invitation-renewed = a renvoyé une invitation
group-action-invitation-revoked = a révoqué une invitation
group-action-joined = a rejoint
group-action-member-confirmed = a confirmé un membre
group-action-member-ended = a mis fin à une participation
group-action-sign-in-link-issued = a émis un lien de connexion
group-action-password-set = a choisi un mot de passe
group-action-claim-started = a commencé un dossier
group-action-filed-on-behalf = a déposé au nom de quelqu’un
group-action-filing-confirmed = a confirmé un dépôt
group-action-evidence-added = a ajouté un fichier
group-action-evidence-withdrawn = a retiré un fichier
group-action-evidence-changed = a indiqué un autre compte ou fuseau horaire pour un fichier
group-action-columns-mapped = a dit ce que signifient les colonnes d’un fichier
group-action-mapping-lent = a lu un fichier selon les colonnes reprises pour tout l’incident
group-action-mapping-shared = a repris les colonnes d’un fichier pour tout l’incident
group-action-mapping-removed = ne reprend plus les colonnes d’un fichier pour tout l’incident
group-action-imported = a lu un fichier
group-action-contest-changed = a modifié ce qui est contesté
group-action-entry-typed = a saisi un mouvement
group-action-entry-removed = a retiré un mouvement saisi
group-action-credit-added = a noté ce qui a été rendu
group-action-credit-removed = a retiré ce qui a été rendu
group-action-statement-changed = a modifié la déclaration
group-action-consent-given = a donné son accord
group-action-consent-withdrawn = a repris son accord
group-action-declaration-signed = a signé la déclaration
group-action-claim-moved = a fait avancer le dossier
group-action-claim-erased = a effacé un dossier jamais remis
group-action-message-written = a écrit un message
group-action-messages-read = a marqué des messages comme lus
group-action-return-requested = a demandé le renvoi du dossier
group-action-line-reviewed = a examiné une ligne
group-action-prices-added = a ajouté des prix
group-action-prices-removed = a retiré des prix
group-action-asset-listed = a inscrit un actif manipulé
group-action-asset-unlisted = a retiré un actif de la liste
group-action-assets-unsettled = a modifié quels actifs attendent d’être réglés
group-action-basis-requested = a demandé des totaux à une autre date
group-action-basis-removed = a supprimé des totaux à une autre date
group-action-snapshot-requested = a demandé un rapport
group-action-snapshot-frozen = a figé un rapport
group-action-release-requested = a demandé une transmission
group-action-release-approved = a approuvé une transmission
group-action-release-ended = a mis fin à une transmission
group-action-case-number-noted = a noté son numéro d’affaire
group-action-bundle-requested = a demandé un dossier de preuves
group-action-bundle-built = a constitué un dossier de preuves
group-action-bundle-downloaded = a téléchargé un dossier de preuves
group-action-exported = a exporté des chiffres
group-action-claim-seen = a consulté un dossier
group-action-evidence-seen = a ouvert un fichier
group-action-snapshot-seen = a consulté un rapport
group-action-searched = a cherché dans les rapports remis

# Rapports et transmissions
group-snapshots-title = Rapports
group-snapshots-text = Un rapport est figé : dossiers, pertes, prix et totaux tels qu’ils sont maintenant, sous un numéro, sans changement ensuite.
group-snapshots-none = Pas encore de rapport.
group-snapshot-title = Rapport nº { $number }
group-snapshot-freeze = Figer un rapport maintenant
group-snapshot-name = À quoi sert-il ?
group-snapshot-name-hint = Quelques mots pour le retrouver ; pas de noms.
group-snapshot-making = En préparation : { $title }.
group-snapshot-failed = N’a pas pu être fait : { $title }.
group-error-requests = Vous attendez déjà { $count ->
    [1] un rapport ou dossier de preuves
   *[other] { $count } rapports et dossiers de preuves
}. Attendez que l’un d’eux soit prêt
group-snapshot-button = Figer
group-snapshot-hash = SHA-256 du document figé
group-release-ask = Demander sa transmission
group-release-count-waiting = { $count ->
    [1] une en attente
   *[other] { $count } en attente
}
group-release-count-approved = { $count ->
    [1] une approuvée
   *[other] { $count } approuvées
}
group-releases-title = Remises aux enquêteurs
group-releases-text = Une personne de la coordination demande, une autre approuve. Le dossier de preuves contient alors les dossiers de ceux qui sont d’accord au moment où il est constitué ; les autres ne sont cités que par leur référence.
group-releases-none = Rien n’a encore été transmis.
group-release-operator = Il n’y a pas de deuxième personne à la coordination : l’exploitant confirme avec « redress confirm », et le journal le dit.
group-release-to = Enquêteur
group-release-purpose = Motif
group-release-purpose-hint = Pourquoi, et pour quelle procédure. Cela figure au journal et dans le dossier de preuves.
group-release-asked = Demandé par
group-release-case = affaire { $number }
group-release-case-number = Numéro d’affaire
group-release-days = Jours de téléchargement
group-release-days-hint = De 1 à 365. L’accès prend fin de lui-même.
group-release-kind-identified = Originaux et noms, de ceux qui sont d’accord
group-release-kind-other = Chiffres sans noms : cela ne se fait plus. Mettez-y fin et refaites une demande.
group-release-recipient = À quel titre ?
group-release-what = On transmet les originaux, les chiffres, les noms et les adresses de ceux qui ont accepté ce destinataire ; des autres, la référence et la somme seulement.
group-release-button = Demander la transmission
group-release-own = Vous l’avez demandée : quelqu’un d’autre approuve.
group-release-approve = Approuver
group-release-refuse = Refuser
group-release-take-back = Annuler
group-release-end = Mettre fin à l’accès
group-release-end-what = Le paquet ne peut plus être téléchargé à partir de là ; ce qui l’a déjà été reste acquis. Pour le rouvrir, l’un demande et l’autre approuve, comme avant.
group-release-end-yes = Oui, mettre fin à l’accès
group-release-waiting = attend une deuxième personne
group-release-approved = approuvée
group-release-ended = terminée
group-release-expired = expirée
group-release-until = jusqu’au
group-release-needs-snapshot = Figez d’abord un rapport
group-release-needs-investigator = Invitez d’abord un enquêteur

# Ce qui ne va pas dans un formulaire
group-error-step = Choisissez ce que devient le dossier
group-error-words = Écrivez un message : la personne doit savoir pourquoi
group-error-words-long = Restez sous { $count } caractères
group-error-version = Quelqu’un a modifié ce dossier pendant que vous l’aviez ouvert. Le voici tel qu’il est ; ce que vous avez écrit est gardé. Vérifiez, puis renvoyez.
group-error-state = Un dossier { $state } ne permet pas cette étape. Regardez son état et choisissez à nouveau.
group-error-message = Écrivez quelque chose à envoyer
group-error-review = Choisissez ce que vous dites de la ligne
group-error-reason = Donnez la question ou la raison : la personne la lit
group-error-name = Dites pour qui c’est
group-error-email = Écrivez une adresse comme nom@example.org
group-error-has-claim = Cette personne a déjà un dossier dans cet incident
group-error-own-filing = C’est votre adresse : commencez votre dossier sous « Votre dossier »
group-error-why = Dites en quelques mots pourquoi vous le déposez
group-error-date = Écrivez le jour ainsi : 2022-12-30
group-error-file = Choisissez un fichier de prix
group-error-pair = Écrivez la paire ainsi : BTC/USDT
group-error-pair-unknown = { $file } : ni le fichier ni son nom n’indique la paire. Écrivez-la ci-dessous, par exemple BTC/USDT, et ajoutez le fichier à nouveau.
group-error-file-empty = { $file } est vide. Téléchargez-le à nouveau.
group-error-file-header-only = { $file } a un en-tête et aucun prix en dessous. Téléchargez-le à nouveau pour les jours voulus.
group-error-file-unknown = { $file } n’est pas un fichier de prix que nous savons lire. Nous lisons les bougies de Binance, l’export CoinGecko, eurofxref-hist.csv de la BCE et asset,quote,time,price,window,source.
group-error-file-rows = { $file } : aucune ligne ne peut être lue. La première : { $first }
group-error-file-known = { $file } est déjà dans les prix de référence.
group-error-file-large = Ces fichiers dépassent { $megabytes } Mo ensemble. Envoyez-en moins à la fois.
group-error-asset = Écrivez le sigle de l’actif, comme dans les exports
group-error-asset-listed = { $asset } est déjà sur la liste pour cette période
group-error-moment = Écrivez-le ainsi : 2022-10-18 ou 2022-10-18T21:00:00Z (UTC)
group-error-moment-needed = Dites à partir de quand : 2022-10-18 ou 2022-10-18T21:00:00Z (UTC)
group-error-backwards = La fin doit venir après le début
group-error-manipulated-reason = Dites à quoi on le voit : cela figure dans chaque rapport
group-error-bridge = Nommez un actif, par exemple USDT
group-error-incident-name = Il faut un nom à l’incident
group-error-currency = Choisissez une des devises
group-error-basis = Choisissez le moment de l’évaluation
group-error-whole-number = Écrivez un nombre entier de { $min } à { $max }
group-error-settings-version = Quelqu’un a modifié les réglages pendant que vous les aviez ouverts. Ce que vous avez écrit est gardé : vérifiez, puis enregistrez.
group-error-title = Dites en quelques mots à quoi sert le rapport
group-error-stale = Rien ne peut être exporté ni figé tant que des dossiers attendent d’être évalués aux prix actuels : { $claims }. Si cela ne finit pas de soi-même en quelques minutes, appuyez sur le bouton qui les évalue.
group-error-bases = { $count ->
    [1] Une série de totaux à une autre date est déjà conservée, et il ne peut y en avoir davantage ({ $limit }). Supprimez-la d’abord.
   *[other] { $count } séries de totaux à d’autres dates sont déjà conservées, et il ne peut y en avoir davantage ({ $limit }). Supprimez-en une d’abord.
}
group-error-basis-never = Rien n’a encore été calculé { $basis }. Ouvrez les totaux et appuyez sur « Calculer ces totaux ».
group-error-basis-outdated = Ces totaux sont périmés : { $claims }. Rien n’en peut être exporté avant un nouveau calcul : ouvrez les totaux et appuyez sur « Les calculer à nouveau ».
group-error-nothing-to-freeze = Il n’y a encore rien à figer : aucun dossier n’a été remis
group-error-snapshot = Choisissez un rapport
group-error-investigator = Choisissez un enquêteur
group-error-recipient = Indiquez à quel titre : cela décide quel accord compte
group-error-kind = Il n’y a que des dossiers avec originaux et noms, de ceux qui sont d’accord
group-error-purpose = Dites à quoi cela sert : cela figure au journal

# Ce qui a été fait
done-group-decided = La décision est enregistrée. La personne la voit dans son dossier.
done-group-message = Le message est envoyé.
done-group-messages-read = Les messages sont marqués comme lus.
done-group-reviewed = La ligne est enregistrée, et les totaux avec elle.
done-group-prices-added = Les prix sont ajoutés et tous les dossiers réévalués.
done-group-prices-partly = Les prix sont ajoutés et tous les dossiers réévalués. Certaines lignes n’ont pas pu être lues : lesquelles et pourquoi, c’est dit sous le nom du fichier.
done-group-prices-removed = Le fichier de prix est retiré et tous les dossiers réévalués.
done-group-valued = Tous les dossiers sont évalués aux derniers prix.
done-group-working = Les dossiers sont en cours d’évaluation. Cela continue tout seul : rechargez cette page dans un instant.
done-group-basis-made = Les totaux sont calculés.
done-group-basis-making = Les totaux sont en cours de calcul. Cette page montre où cela en est.
done-group-basis-removed = Les totaux sont supprimés.
done-group-listed = L’actif est inscrit et tous les dossiers réévalués.
done-group-unlisted = L’actif est retiré de la liste et tous les dossiers réévalués.
done-group-terms = Pont et parité sont enregistrés et tous les dossiers réévalués.
done-group-settings = Les réglages sont enregistrés et tous les dossiers réévalués.
done-group-freezing = Le rapport est en préparation. Il apparaîtra ici une fois figé.
done-group-release-asked = La transmission est demandée. Une deuxième personne doit l’approuver.
done-group-release-approved = La transmission est approuvée. L’enquêteur peut chercher le dossier de preuves.
done-group-release-ended = La transmission est terminée. Personne ne peut plus la chercher.

# What a file tells of an entry beside its amounts.
fact-network = Réseau
fact-tx-hash = Empreinte de la transaction
fact-address = Adresse
fact-memo = Mémo ou étiquette
fact-client-order-id = Numéro d’ordre du client
fact-ip = Adresse IP
fact-api-key-label = Nom de la clé d’API
fact-source-address = Envoyé depuis
fact-contract-size = Quantité
fact-contracts = Contrats
fact-opened-at = Position ouverte
fact-placed-at = Ordre placé
fact-lending-hour = Heure du prêt
