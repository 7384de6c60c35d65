# Ce que lisent les coordinateurs.

# Les mots des tableaux
group-account = Compte
group-added = Ajouté
group-amount = Quantité
group-asset = Actif
group-asset-in = Rôle de l’actif dans la ligne
group-asset-in-lacking = sans prix
group-asset-in-moved = ses unités changent
group-asset-in-part = avec une part de la perte
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
group-counted = Lignes à compter
group-counted-accepted = dossiers acceptés seulement
group-counted-all = toutes les lignes, même écartées ou en brouillon
group-counted-counted = ce que comptent les totaux
group-credits = Ce qui a été récupéré
group-credits-none = Rien n’a été récupéré dans les dossiers comptés.
group-credits-sum = Somme de ce qui a un prix
group-day = Jour (UTC)
group-entries = Opérations
group-evidence = Montré par
group-exchange = Plateforme
group-fee = Frais
group-file = Fichier
group-files = Fichiers
group-from = À partir de
group-frozen = Figé
group-ids = Ordre et échange
group-kind = Type
group-line-of = ligne { $line }
group-lines-priced = Lignes avec prix
group-loss = Perte
group-loss-accepted = Perte, dossiers acceptés
group-loss-claimed = Perte, seulement saisie
group-loss-documented = Perte, documentée
group-market = Type et marché
group-market-ids = Type, marché, ordre et échange
group-net = Perte documentée moins ce qui a été récupéré
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
group-file-open = Une question attend la personne lésée
group-file-said = Réponse : { $said }
group-file-secrets = { $cells ->
    [1] Une cellule ressemble à une clé d’API ou à un mot de passe
   *[other] { $cells } cellules ressemblent à des clés d’API ou à des mots de passe
}
group-file-secrets-text = Dites à la personne lésée de supprimer la clé sur la plateforme. L’original montre la clé en clair : réfléchissez avant de le télécharger.
group-file-secrets-where = Où elle se trouve
group-refused = Lignes non lues
group-releases = Transmissions
group-remove = Retirer ce fichier
group-review = Examen
group-rows = Lignes
group-see = Voir les opérations
group-snapshot = Rapport
group-source = Fichier et ligne
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
group-basis-date-hint = Chaque quantité à son prix à la fin de ce jour, par exemple la date d’une requête ou d’un jugement.
group-basis-day = Quel jour
group-basis-event = au moment de chaque opération
group-basis-event-choice = Au moment où cela a été pris
group-basis-event-hint = Chaque quantité à son prix au moment de l’opération.
group-basis-other = Tout est calculé ici { $basis }, contrairement aux totaux propres à l’incident.
group-basis-own = Voir ces chiffres tels que l’incident les calcule
group-basis-never = Ces totaux n’ont pas encore été calculés. Pour les calculer, chaque dossier est évalué à nouveau, ce qui prend un moment. Les totaux sont ensuite conservés jusqu’à ce que vous les supprimiez.
group-basis-make = Calculer ces totaux
group-basis-making = Ces totaux sont en cours de calcul
group-basis-failed = Ces totaux n’ont pas pu être calculés
group-basis-again = Calculer ces totaux à nouveau
group-basis-outdated = { $count ->
    [1] Ces totaux sont périmés : un dossier ou ses prix ont changé depuis leur calcul : { $claims }. Les chiffres affichés ici datent d’avant.
   *[other] Ces totaux sont périmés : { $count } dossiers ou leurs prix ont changé depuis leur calcul : { $claims }. Les chiffres affichés ici datent d’avant.
}
group-basis-outdated-here = Des dossiers ou des prix ont changé depuis le calcul de ces chiffres : ils datent d’avant.
group-basis-outdated-totals = Les calculer à nouveau sur la page des totaux
group-basis-not-there = Rien n’a encore été calculé à cette date. Demandez-le sur la page
group-basis-kept = Totaux conservés à d’autres dates
group-basis-state = État
group-basis-made = Calculés
group-basis-remove = Supprimer ces totaux
group-basis-remove-what = Les chiffres calculés { $basis } sont effacés. Les dossiers et les totaux propres à l’incident restent tels quels. Vous pourrez faire calculer ces chiffres à nouveau.
group-basis-remove-button = Supprimer ces totaux
group-state-draft = pas encore remis
group-state-submitted = remis
group-state-in_review = en examen
group-state-returned = renvoyé
group-state-accepted = accepté
group-state-declined = refusé
group-state-withdrawn = retiré
group-review-open = rien à signaler
group-review-open-hint = Vous n’avez rien à redire : la ligne compte.
group-review-queried = question
group-review-queried-hint = Il vous manque une réponse. En attendant, la ligne compte. La personne lésée voit votre question.
group-review-excluded = écartée
group-review-excluded-hint = La ligne n’entre dans aucun total. La personne lésée voit votre raison.
group-support-claimed = la parole de la personne lésée
group-support-documented = un export
group-support-corroborated = deux sources concordantes
group-role-claimant = personne lésée
group-role-coordinator = coordination
group-role-investigator = enquête
group-role-operator = exploitation du serveur
group-filter-any = tous
group-filter-queried = avec des questions ouvertes
group-filter-unread = avec des messages non lus
group-filter-asked-back = dont le renvoi est demandé
group-filter-search = Référence, nom ou adresse électronique
group-filter-show = Afficher
group-filter-unpriced = avec des lignes sans prix
group-filter-with = Seulement les dossiers
group-order = Trier par
group-order-changed = dernier changement
group-order-loss = plus grande perte
group-order-reference = référence

# La liste des dossiers
group-claims-title = Dossiers
group-claims-none = Il n’y a pas encore de dossier ici. Un dossier apparaît dès qu’une personne invitée en commence un.
group-sum-of-list = Somme de cette liste
group-sum-of-list-counts = Cette liste additionne tous les dossiers affichés. Les totaux ne comptent que les dossiers remis, ni refusés ni retirés.
group-to-filing = Préparer un dossier pour quelqu’un
group-to-totals = Voir les totaux
group-unconfirmed = pas confirmé par la personne lésée
group-next = À faire maintenant
group-next-nothing = Vous n’avez rien à faire pour l’instant.
group-claims-found = { $count ->
    [one] { $count } dossier
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
    [1] Un message d’une personne lésée n’est pas lu
   *[other] { $count } messages de personnes lésées ne sont pas lus
}
group-next-asked-back = { $count ->
    [1] Une personne lésée demande le renvoi de son dossier
   *[other] { $count } personnes lésées demandent le renvoi de leur dossier
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
    [1] L’inscription d’un actif manipulé commence trop tard
   *[other] Les inscriptions de { $count } actifs manipulés commencent trop tard
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
group-filed-by = Préparé en son nom
group-filed-confirmed = par { $who } ; la personne lésée l’a confirmé
group-filed-unconfirmed = par { $who } ; la personne lésée ne l’a pas encore confirmé
group-submitted-at = Remis le
group-entries-read = { $entries } sans les doublons, dont { $contested } contestées
group-consents = Accepte de transmettre à
group-consent-none = personne pour l’instant
group-declared = Déclaration signée par
group-recipient-group = le groupe
group-recipient-law_enforcement = la police et les enquêteurs
group-recipient-lawyers = les avocats du groupe
group-recipient-press = la presse
group-fill = Continuer à remplir ce dossier
group-own-claim = Ce dossier est le vôtre, ou vous l’avez préparé. Quelqu’un d’autre en décide.
group-shared-trades = Le même échange figure aussi dans un autre dossier. Il ne doit pas compter deux fois. Posez la question, et écartez la ligne là où elle n’a pas sa place.
group-rules = Ce qui, selon la personne lésée, n’est pas d’elle
group-rule = Contesté
group-rule-what = Quoi
group-rule-only = Seulement de
group-rule-period = une période
group-rule-row = une ligne
group-rule-all = tout
group-rule-leave_out = laissée hors d’une période
group-flat = Échanges de contrats
group-flat-stated = La personne lésée dit que rien n’était détenu dans aucun contrat à ce moment : { $moment }. Comment elle le sait : { $reason }
group-positions = Positions que les seules exécutions ne permettent pas d’évaluer
group-positions-text = Elles n’entrent dans aucun total. Les lignes de profits et pertes réalisés permettraient de les évaluer.
group-contract = Contrat
group-fills = Exécutions
group-first-fill = La première
group-declared-changed = Le dossier a été modifié depuis et n’a pas été signé à nouveau : ses chiffres ne sont plus ceux qui ont été signés.
group-older = Résultats antérieurs de ce dossier
group-older-ground = Calcul
group-no-step-draft = La personne lésée a ce dossier en main. Il n’y a rien à décider avant qu’il soit remis.
group-no-step-withdrawn = La personne lésée a retiré ce dossier. Il ne compte nulle part, et il n’y a rien à décider.
group-claim-unread = { $count ->
    [1] Un message de la personne lésée n’est pas lu
   *[other] { $count } messages de la personne lésée ne sont pas lus
}
group-asked-back-at = La personne lésée a demandé le renvoi de ce dossier le
group-asked-back-what-to-do = La demande figure parmi les messages. Pour renvoyer le dossier, commencez l’examen et choisissez « Renvoyer ce dossier avec un message ». Sinon, écrivez à la personne lésée pourquoi vous ne le faites pas.
group-decide = Décision
group-decide-button = Enregistrer la décision
group-step = Que devient ce dossier ?
group-step-review = Commencer l’examen
group-step-review-hint = La personne lésée voit que quelqu’un le lit.
group-step-accept = Accepter ce dossier
group-step-accept-hint = Il compte parmi les dossiers acceptés. Vous pouvez le rouvrir, avec une raison.
group-step-return = Renvoyer ce dossier avec un message
group-step-return-hint = La personne lésée peut le modifier et le remettre. En attendant, il compte toujours.
group-step-decline = Refuser ce dossier avec un message
group-step-decline-hint = Il ne compte nulle part. Vous pouvez le rouvrir, avec une raison.
group-step-reopen = Rouvrir ce dossier avec une raison
group-step-reopen-hint = Il revient en examen.
group-step-words = Message à la personne lésée
group-step-words-hint = Nécessaire pour renvoyer, refuser ou rouvrir. Utilisez des mots simples : dites ce qui manque exactement, et où. Ne demandez jamais de raconter à nouveau ce qui s’est passé.
group-files-none = Pas encore de fichier.
group-files-caption = Les fichiers tels que reçus ; chaque nom ouvre l’original
group-also-in = même fichier dans { $claims }
group-lines-of-claim = Lignes contestées et leur valeur
group-statement = Récit
group-messages = Messages et décisions
group-messages-none = Rien n’a encore été écrit.
group-messages-mark-read = Marquer ces messages comme lus
group-event-unread = pas encore lu
group-event-asks-back = Demande le renvoi du dossier pour le modifier
group-message = Écrire à la personne lésée
group-message-hint = La personne lésée le lit dans son dossier. Demandez ce qui manque, jamais le récit à nouveau.
group-message-send = Envoyer ce message
group-moved = { $from } → { $to }

# Les opérations
group-entries-title = Toutes les opérations du dossier { $reference }
group-entries-none = Il n’y a aucune opération ici.
group-fate = Statut
group-fate-contested = pas de la personne lésée
group-fate-dropped = en double, non comptée
group-fate-kept = gardée
group-fate-left-out = laissée de côté
group-place = Ligne et colonne
group-code = Code
group-remark = Avertissement
group-remarks = Avertissements sur ce fichier, du plus grave au moins grave
group-outside = hors de la période de l’incident
group-fate-stays = Comptée à la place : { $kept }
group-fate-same-file = un autre fichier a les mêmes octets
group-fate-same-row = la même ligne est dans un autre fichier
group-fate-settled = quelqu’un a décidé qu’une autre ligne, avec d’autres chiffres, compte
group-fate-conflict = un autre fichier donne d’autres chiffres pour cette ligne ; c’est la ligne de cet autre fichier qui compte
group-fate-coarser-file = un fichier plus détaillé contient le même argent
group-side-buy = achat
group-side-sell = vente
group-entries-found = { $count ->
    [one] { $count } opération
   *[other] { $count } opérations
}

# Une ligne
group-line-title = Une ligne contestée
group-line-entry = Ce qui s’est passé
group-line-sum = Comment la perte se calcule
group-line-sum-text = Pour chaque actif, ce qui est sorti du compte, multiplié par son prix, est une perte. Ce qui est entré, multiplié par son prix, est un gain. Les parts s’additionnent à la ligne, arrondie une seule fois, à huit décimales.
group-line-parts = Parts de la perte par actif
group-line-prices = Les prix
group-why-contested = Pourquoi elle est contestée
group-missing-no-price = pas de prix à ce moment
group-missing-group = une autre partie du même échange n’a pas de prix
group-missing-too-large = la perte de cette ligne est plus grande que ce qu’une ligne peut contenir : un prix est peut-être faux
group-missing-no-bridge = la monnaie dans laquelle il est coté n’a pas de prix à ce moment
group-missing-no-rate = il n’y a pas de cours de change de la banque centrale pour sa monnaie à ce moment
group-missing-other-source = sa première source n’a pas de prix ; seule une autre source en a un
group-missing-unsettled = la coordination doit encore fixer le début de sa manipulation
group-missing-manipulated = le jour choisi se termine pendant que son marché est inscrit comme manipulé
group-missing-manipulated-open = son marché est inscrit comme manipulé sans date de fin : indiquez la fin, et un jour ultérieur aura un prix
group-price-asked = Prix de { $asset } à cette heure : { $time }.
group-price-manipulated = La fraude a faussé le marché de cet actif à partir du { $from }. Il vaut donc ce qu’il valait à ce moment.
group-price-apart = { $source } indique { $price }, un écart plus grand que ce que vos réglages permettent. Le prix utilisé reste le même. Vérifiez-le.
group-price-pair = Paire
group-price-step = Type de prix
group-price-holds = Valable à partir de
group-ladder-trade-time = dernière bougie d’une heure au plus
group-ladder-daily = dernier prix journalier
group-ladder-fiat = taux de référence de la Banque centrale européenne
group-ladder-par = compté pour 1 USD, par les réglages
group-ladder-currency = la monnaie du rapport elle-même
group-review-legend = Votre examen de cette ligne
group-review-reason = Question ou raison
group-review-reason-hint = Nécessaire pour une question et pour écarter la ligne. La personne lésée la lit.
group-review-save = Enregistrer cet examen
group-reader = Version de notre lecteur
group-review-together = Cette ligne du fichier donne { $count } opérations. Votre examen vaut pour toutes.
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
group-filing-title = Préparer un dossier pour quelqu’un
group-filing-text = Pour quelqu’un qui ne peut pas le faire. Vous remettez ses fichiers et marquez ce qui, selon cette personne, n’est pas d’elle. Elle le confirme.
group-filing-confirm = La personne reçoit son propre lien. Tant qu’elle n’a pas confirmé, le dossier ne peut pas être remis et ne compte nulle part. Vous ne pouvez pas décider d’un dossier que vous avez préparé.
group-filing-name = Son nom
group-filing-name-hint = Tel qu’il doit figurer dans une déclaration à la police.
group-filing-email = Son adresse électronique
group-filing-email-hint = Elle sert à se connecter. Nous n’écrivons à personne d’autre à ce sujet.
group-filing-language = Sa langue
group-filing-why = Pourquoi vous le préparez pour elle
group-filing-why-hint = Quelques mots pour le journal : « demandé par téléphone, n’a pas d’ordinateur ». Rien sur la santé.
group-filing-begin = Commencer ce dossier
group-begun-title = Le dossier est commencé
group-begun-text = Le dossier { $reference } est pour { $email }. Donnez-lui le lien ci-dessous, par un canal sûr.
group-begun-link = Son lien
group-begun-link-hint = Il n’est montré que maintenant : copiez-le. Il permet de choisir un mot de passe et de confirmer le dossier. L’ouvrir ne suffit pas à l’utiliser.
group-begun-fill = Remplir ce dossier
group-begun-see = Voir ce dossier en coordination

# Totaux et lignes
group-totals-title = Totaux
group-totals-by = Totaux par
group-totals-by-claim = Dossier
group-totals-by-exchange = Plateforme
group-totals-by-asset = Actif
group-totals-by-day = Jour (UTC)
group-totals-caption = { $by } : lignes contestées non écartées, en { $currency }
group-totals-no-name = (sans nom)
group-totals-none = Rien ne compte encore : aucun dossier n’a été remis.
group-totals-rounding = Écart d’arrondi
group-totals-rounding-hint = La somme des lignes affichées, moins le total affiché.
group-totals-asset-lines = Une ligne touche d’ordinaire plusieurs actifs et compte dans la rangée de chacun. Les sommes d’argent sont des parts de lignes et s’additionnent.
group-totals-whole = Tout le groupe
group-totals-gross = Documenté : pertes de { $loss } moins gains de { $gain } sur les mêmes lignes.
group-native = Variation des comptes, en unités
group-native-caption = Variation de chaque actif
group-native-text = Les variations exactes de toutes les lignes contestées documentées, avec ou sans prix. Sous zéro, les comptes ont moins de cet actif. Au-dessus, il a été acheté avec ce qu’ils avaient.
group-exports = Télécharger les totaux
group-exports-stale = Vous pourrez télécharger les totaux quand tous les dossiers seront évalués aux mêmes prix. Évaluez les dossiers ci-dessus, puis revenez.
group-exports-text = Chaque chiffre avec toutes ses décimales, les lignes qui le composent et ce qu’il compte. Le journal note qui les télécharge.
group-exports-tables = Chaque tableau dans un fichier à part
group-exports-schema = Ce que signifie chaque colonne (JSON Schema)
group-export-total = le total, avec toutes les conditions de son calcul
group-export-terms = les conditions, une par ligne
group-export-claims = sommes par dossier
group-export-exchanges = sommes par plateforme
group-export-assets = sommes par actif
group-export-days = sommes par jour
group-export-native = quantités par actif
group-export-credits = ce qui a été récupéré
group-export-positions = positions sur dérivés qu’aucune somme ne compte
group-export-missing-prices = prix manquants
group-lines-title = Les lignes derrière le chiffre
group-lines-caption = Lignes contestées ; chaque heure ouvre la ligne, chaque fichier l’original
group-lines-none = Il n’y a aucune ligne ici.
group-lines-part = Dont { $asset }
group-lines-units = Variation de { $asset } en unités
group-lines-sum = Somme de toutes les lignes trouvées, sauf celles écartées
group-totals-count = Compte les dossiers remis, ni refusés ni retirés : { $claims } ; parmi eux acceptés : { $accepted }. Lignes écartées par la coordination : { $excluded }.
group-totals-unpriced = { $count ->
    [1] Une ligne contestée n’a pas de prix : elle n’entre dans aucun total
   *[other] { $count } lignes contestées n’ont pas de prix : elles n’entrent dans aucun total
}
group-totals-credits-unpriced = { $count ->
    [1] Une chose récupérée n’a pas de prix : elle n’est pas déduite de la perte
   *[other] { $count } choses récupérées n’ont pas de prix : elles ne sont pas déduites de la perte
}
group-totals-credits-unpriced-caption = Ce qui a été récupéré, sans prix
group-totals-credits-doubted = { $count ->
    [1] Une chose récupérée est à vérifier. Elle compte quand même.
   *[other] { $count } choses récupérées sont à vérifier. Elles comptent quand même.
}
group-totals-not-valued = { $count ->
    [1] La perte d’un dossier ne peut pas être calculée : rien de ce dossier n’entre dans aucune somme. La page du dossier dit pourquoi. Renvoyez ce dossier, ou refusez-le.
   *[other] Les pertes de { $count } dossiers ne peuvent pas être calculées : rien de ces dossiers n’entre dans aucune somme. Les pages des dossiers disent pourquoi. Renvoyez ces dossiers, ou refusez-les.
}
group-totals-stale = { $count ->
    [1] Un dossier attend d’être évalué aux prix actuels : { $claims }. D’ici là, ses chiffres sont ici plus anciens que les autres.
   *[other] { $count } dossiers attendent d’être évalués aux prix actuels : { $claims }. D’ici là, leurs chiffres sont ici plus anciens que les autres.
}
group-totals-no-total = Il n’y a pas de total : { $unpriced } lignes contestées sur { $lines } n’ont pas de prix.
group-totals-missing = Prix manquants
group-totals-missing-days = Jours sans prix (UTC)
group-totals-add-prices = Ajouter des prix
group-totals-positions = { $count ->
    [1] Une position sur dérivés ne peut pas être évaluée par ses seules exécutions : elle n’entre dans aucun total
   *[other] { $count } positions sur dérivés ne peuvent pas être évaluées par leurs seules exécutions : elles n’entrent dans aucun total
}
group-lines-summary = { $lines ->
    [one] { $lines } ligne
   *[other] { $lines } lignes
} ; sans prix : { $unpriced } ; écartées : { $excluded }.

# Prix de référence
group-prices-title = Prix de référence
group-prices-none = Il n’y a pas encore de fichier de prix.
group-prices-to-settle = Les actifs qui attendent une décision ont changé depuis l’évaluation des dossiers.
group-prices-value = Évaluer les dossiers maintenant
group-missing = Ce qui n’a pas de prix
group-missing-nothing = Chaque ligne contestée, et tout ce qui a été récupéré, a son prix.
group-missing-caption = Actifs sans prix aux moments demandés
group-missing-lines = Lignes touchées
group-missing-credits = Ce qui a été récupéré dans cet actif
group-missing-claims = Dossiers
group-missing-days = Jours
group-missing-wanted = Ce qui aiderait
group-upload = Ajouter des fichiers de prix
group-upload-file = Fichiers de prix
group-upload-hint = Les bougies publiées par Binance, l’export CoinGecko, eurofxref-hist.csv de la BCE, ou un fichier de notre propre forme : asset,quote,time,price,window,source. Jusqu’à { $megabytes } Mo ensemble.
group-upload-pair = Paire
group-upload-pair-hint = Seulement si ni le fichier ni son nom ne l’indique : BTC/USDT.
group-upload-button = Ajouter ces fichiers
group-price-file = Fichier de prix { $file }
group-price-file-get = Télécharger ce fichier
group-price-file-line = Ligne
group-price-file-no-row = Le fichier n’a pas de ligne { $row }.
group-price-file-removed = Ce fichier a été retiré des prix de référence avec la version { $version }. Des chiffres plus anciens le nomment.
group-price-file-row = La ligne dans le fichier
group-price-files = Fichiers de prix
group-price-files-caption = Chaque fichier des prix de référence
group-price-files-text = Pour chaque actif, la première source nommée pour lui compte. Une autre source ne sert qu’à vérifier. Retirer un fichier crée une nouvelle version ; les anciens rapports gardent la leur.
group-of-version = version { $version }
group-manipulated = Actifs manipulés
group-manipulated-text = La fraude a faussé le marché même de ces actifs. Ni le prix de l’échange ni les bougies qu’il a produites ne sont donc une valeur. Pendant ce temps, les actifs valent ce qu’ils valaient à son début. Les bougies qui recoupent ce temps ne servent jamais, même ensuite.
group-manipulated-add = Inscrire un actif
group-manipulated-from = Manipulé à partir de (UTC)
group-manipulated-from-hint = Strictement avant sa première opération contestée : 2022-10-18 ou 2022-10-18T21:00:00Z.
group-manipulated-to = Jusqu’à (UTC)
group-manipulated-to-hint = Laissez vide si ce n’est pas connu. Un jour ultérieur n’a de prix qu’une fois la fin indiquée.
group-manipulated-needs-end = Tant qu’aucune fin n’est indiquée, cet actif n’a de prix à aucun jour ultérieur, par exemple à la date d’une requête.
group-manipulated-reason-hint = Ce qui le montre : « des milliers d’exécutions à 30 fois le prix de la veille ». Cela figure dans chaque rapport.
group-manipulated-button = Inscrire cet actif
group-manipulated-remove = Retirer de la liste
group-conflict = commence trop tard
group-manipulated-conflict = Le dossier { $claim } a une opération contestée sur cet actif : { $time }. L’actif n’a pas de prix tant que l’inscription ne commence pas avant cette opération.
group-terms = Actif pont, et actifs comptés pour 1 USD
group-bridge = Actif pont
group-bridge-hint = Le seul actif par lequel les prix sont convertis (XYZ/USDT × USDT/USD).
group-par = Comptés pour 1 USD
group-par-hint = Actifs sans prix propre que vous fixez à 1 USD, séparés par des espaces. Cela figure dans chaque rapport. Il vaut mieux ajouter leurs prix.
group-quotes = Monnaies des prix
group-quotes-hint = Là où un actif a des prix en plusieurs monnaies, la première de celles-ci compte, séparées par des espaces (USD EUR GBP).
group-sources = Sources des prix
group-sources-hint = Un actif est évalué par la source qui est nommée en premier pour lui. Pour en choisir une autre, écrivez l’actif et la source, séparés par des espaces (BTC=coingecko).
group-versions = Ce qui a fait chaque version
group-version = Version
group-version-what = Ce qui a changé
group-version-opened = l’incident a été ouvert
group-version-settings = les réglages
group-version-prices-added = des prix ajoutés
group-version-prices-removed = des prix retirés
group-version-asset-listed = un actif inscrit comme manipulé
group-version-asset-unlisted = un actif retiré de la liste
group-version-unsettled = actifs dont l’inscription commence trop tard : { $names }
group-terms-save = Enregistrer et réévaluer tous les dossiers
group-prices-version = Version { $version } des prix de référence, { $files ->
    [one] { $files } fichier
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
group-settings-text = Ce que vous changez ici change tous les chiffres. Le journal note qui a changé quoi. Les anciens rapports gardent leurs réglages.
group-settings-incident = L’incident
group-settings-name = Nom
group-settings-from = Début (UTC)
group-settings-to = Fin (UTC)
group-settings-window-hint = 2022-10-18 ou 2022-10-18T21:00:00Z. Les opérations en dehors sont signalées, pas refusées.
group-settings-to-hint = Le premier moment après l’incident. Laissez vide si ce n’est pas connu.
group-settings-venues = Plateformes concernées
group-settings-venues-hint = Séparez-les par des virgules : ftx, binance, kucoin.
group-settings-method = Comment les pertes sont calculées
group-settings-currency = Monnaie du rapport
group-settings-ages = Ancienneté maximale d’un prix
group-settings-ages-text = Un prix plus ancien n’est pas utilisé. La ligne attend alors un prix.
group-settings-trade = Bougie d’une heure au plus, en minutes
group-settings-daily = Prix journalier, en heures
group-settings-fiat = Taux de référence d’une monnaie, en jours
group-settings-apart = Deux sources divergent à partir de, en pour cent
group-settings-save = Enregistrer et réévaluer tous les dossiers
group-settings-prices = L’actif pont, les actifs comptés pour 1 USD et les actifs manipulés se règlent avec les prix

# Journal
group-custody-title = Qui a vu et fait quoi
group-custody-text = Chaque enregistrement contient l’empreinte du précédent : aucun ne peut être modifié ni retiré sans que cela se voie. Gardez l’empreinte ci-dessous hors de ce serveur : tout journal ultérieur doit la prolonger.
group-custody-caption = Enregistrements, le plus récent d’abord
group-custody-head = Empreinte du dernier enregistrement :
group-custody-broken = La chaîne ne tient pas : { $problem }. Prévenez l’exploitant et ne touchez à rien.
group-custody-none = Il n’y a aucun enregistrement ici.
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
group-purpose-row-counts = { $row } compte
group-purpose-flat = { $moment }
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
group-purpose-read = opérations lues : { $entries }, lignes non lues : { $refused }
group-object-reports = rapports transmis
group-chain-sequence = l’enregistrement { $found } est à la place de l’enregistrement { $expected }
group-chain-previous = l’enregistrement { $record } ne suit pas de celui qui le précède
group-chain-hash = l’enregistrement { $record } a été modifié : son empreinte ne correspond pas
group-chain-incident = l’enregistrement { $record } appartient à un autre incident
group-chain-time = l’enregistrement { $record } est daté d’avant celui qui le précède
group-custody-holds = { $count ->
    [1] La chaîne tient : un enregistrement, vérifié à l’instant.
   *[other] La chaîne tient : { $count } enregistrements, tous vérifiés à l’instant.
}
group-action-incident-opened = a ouvert l’incident
group-action-settings-changed = a modifié les réglages
group-action-invited = a invité quelqu’un
group-action-invitation-renewed = a renvoyé une invitation
group-action-invitation-revoked = a révoqué une invitation
group-action-joined = a rejoint l’incident
group-action-member-confirmed = a confirmé un membre
group-action-member-ended = a mis fin à une participation
group-action-sign-in-link-issued = a émis un lien de connexion
group-action-password-set = a choisi un mot de passe
group-action-claim-started = a commencé un dossier
group-action-filed-on-behalf = a préparé un dossier pour quelqu’un
group-action-filing-confirmed = a confirmé un dossier préparé en son nom
group-action-evidence-added = a ajouté un fichier
group-action-evidence-withdrawn = a enlevé un fichier
group-action-evidence-changed = a changé le compte ou le fuseau horaire d’un fichier
group-action-columns-mapped = a expliqué les colonnes d’un fichier
group-action-mapping-lent = a lu un fichier avec une explication utilisée pour tout l’incident
group-action-mapping-shared = a fait utiliser une explication de colonnes pour tout l’incident
group-action-mapping-removed = a mis fin à l’utilisation d’une explication de colonnes
group-action-imported = a lu un fichier
group-action-conflict-settled = a décidé quelle ligne compte
group-action-conflict-reopened = est revenu sur une décision à propos d’une ligne qui compte
group-action-flat-stated = a dit quand rien n’était détenu dans aucun contrat
group-action-flat-removed = a retiré un moment où rien n’était détenu dans aucun contrat
group-action-contest-changed = a modifié ce qui est contesté
group-action-entry-typed = a saisi une opération
group-action-entry-removed = a enlevé une opération saisie
group-action-credit-added = a noté ce qui a été récupéré
group-action-credit-removed = a enlevé ce qui avait été noté comme récupéré
group-action-statement-changed = a modifié le récit
group-action-consent-given = a donné son accord
group-action-consent-withdrawn = a retiré son accord
group-action-declaration-signed = a signé la déclaration
group-action-claim-moved = a changé l’état du dossier
group-action-claim-erased = a effacé un dossier jamais remis
group-action-message-written = a écrit un message
group-action-messages-read = a marqué des messages comme lus
group-action-return-requested = a demandé le renvoi du dossier
group-action-line-reviewed = a examiné une ligne
group-action-prices-added = a ajouté des prix
group-action-prices-removed = a retiré des prix
group-action-asset-listed = a inscrit un actif manipulé
group-action-asset-unlisted = a retiré un actif de la liste
group-action-assets-unsettled = a changé quels actifs attendent une décision
group-action-method-changed = a fait évaluer les dossiers selon une nouvelle version de la méthode
group-action-basis-requested = a demandé des totaux à une autre date
group-action-basis-removed = a supprimé des totaux à une autre date
group-action-snapshot-requested = a demandé un rapport
group-action-snapshot-frozen = a figé un rapport
group-action-release-requested = a demandé une transmission
group-action-release-approved = a approuvé une transmission
group-action-release-ended = a mis fin à une transmission
group-action-case-number-noted = a noté son numéro d’affaire
group-action-bundle-requested = a demandé un recueil de preuves
group-action-bundle-built = a constitué un recueil de preuves
group-action-bundle-downloaded = a téléchargé un recueil de preuves
group-action-exported = a téléchargé des chiffres
group-action-claim-seen = a ouvert un dossier
group-action-evidence-seen = a ouvert un fichier
group-action-snapshot-seen = a ouvert un rapport
group-action-searched = a cherché dans les rapports transmis

# Rapports et transmissions
group-snapshots-title = Rapports
group-snapshots-text = Un rapport est figé : il contient, sous un numéro, les dossiers, pertes, prix et totaux tels qu’ils sont maintenant. Il ne change jamais ensuite.
group-snapshots-none = Il n’y a pas encore de rapport.
group-snapshot-title = Rapport nº { $number }
group-snapshot-freeze = Figer un rapport maintenant
group-snapshot-name = À quoi sert-il ?
group-snapshot-name-hint = Quelques mots pour le retrouver ; pas de noms.
group-snapshot-making = En préparation : { $title }.
group-snapshot-failed = Échec : { $title }.
group-error-requests = Vous attendez déjà { $count ->
    [1] un rapport ou un recueil de preuves
   *[other] { $count } rapports et recueils de preuves
}. Attendez que l’un d’eux soit prêt
group-snapshot-button = Figer ce rapport
group-snapshot-hash = SHA-256 du document figé
group-release-ask = Demander la transmission de ce rapport
group-release-count-waiting = { $count ->
    [1] une en attente
   *[other] { $count } en attente
}
group-release-count-approved = { $count ->
    [1] une approuvée
   *[other] { $count } approuvées
}
group-releases-title = Transmissions aux enquêteurs
group-releases-text = Une personne de la coordination demande une transmission, et une autre l’approuve. Le recueil de preuves contient alors les dossiers de ceux qui sont d’accord au moment où il est constitué. Les autres ne sont cités que par leur référence.
group-releases-none = Rien n’a encore été transmis.
group-release-operator = Il n’y a pas de deuxième personne à la coordination. L’exploitant confirme avec « redress confirm », et le journal le dit.
group-release-to = Enquêteur
group-release-purpose = Motif
group-release-purpose-hint = Pourquoi, et pour quelle procédure. Cela figure au journal et dans le recueil de preuves.
group-release-asked = Demandé par
group-release-case = affaire { $number }
group-release-case-number = Numéro d’affaire
group-release-days = Jours de téléchargement
group-release-days-hint = De 1 à 365. L’accès prend fin de lui-même.
group-release-kind-identified = Originaux et noms, de ceux qui sont d’accord
group-release-kind-other = Chiffres sans noms : ce type ne se fait plus. Mettez fin à cette transmission et demandez-en une nouvelle.
group-release-recipient = À quel titre la reçoivent-ils ?
group-release-what = De ceux qui ont accepté ce destinataire, on transmet les originaux, les chiffres, les noms et les adresses électroniques. Des autres, on ne transmet que la référence et la somme.
group-release-button = Demander la transmission
group-release-own = Vous l’avez demandée : quelqu’un d’autre l’approuve.
group-release-approve = Approuver cette transmission
group-release-refuse = Refuser cette transmission
group-release-take-back = Retirer cette demande
group-release-end = Mettre fin à l’accès
group-release-end-what = À partir de là, le recueil ne peut plus être téléchargé. Ce qui l’a déjà été reste acquis. Pour le rouvrir, une personne de la coordination demande et une autre approuve, comme avant.
group-release-end-yes = Oui, mettre fin à l’accès
group-release-waiting = attend l’approbation d’une deuxième personne
group-release-approved = approuvée
group-release-ended = terminée
group-release-expired = expirée
group-release-until = jusqu’au
group-release-needs-snapshot = Figez d’abord un rapport
group-release-needs-investigator = Invitez d’abord un enquêteur

# Ce qui ne va pas dans un formulaire
group-error-step = Choisissez ce que devient le dossier
group-error-words = Écrivez un message : la personne lésée doit savoir pourquoi
group-error-words-long = Restez sous { $count } caractères
group-error-version = Quelqu’un a modifié ce dossier pendant que vous l’aviez ouvert. Le voici tel qu’il est maintenant. Ce que vous avez écrit est gardé. Vérifiez, puis renvoyez.
group-error-state = Un dossier { $state } ne permet pas cette étape. Vérifiez son état et choisissez à nouveau.
group-error-message = Écrivez quelque chose à envoyer
group-error-review = Choisissez votre examen de cette ligne
group-error-reason = Donnez la question ou la raison : la personne lésée la lit
group-error-name = Dites pour qui c’est
group-error-email = Écrivez une adresse électronique comme nom@example.org
group-error-has-claim = Cette personne a déjà un dossier dans cet incident
group-error-own-filing = C’est votre adresse : commencez votre dossier sous « Votre dossier »
group-error-why = Dites en quelques mots pourquoi vous le préparez pour elle
group-error-date = Écrivez le jour ainsi : 2022-12-30
group-error-file = Choisissez un fichier de prix
group-error-pair = Écrivez la paire ainsi : BTC/USDT
group-error-pair-unknown = { $file } : ni le fichier ni son nom ne disent ce qui est coté en quoi. Écrivez la paire ci-dessous, par exemple BTC/USDT, et ajoutez le fichier à nouveau.
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
group-error-manipulated-reason = Dites ce qui le montre : cela figure dans chaque rapport
group-error-bridge = Nommez un actif, par exemple USDT
group-error-incident-name = Il faut un nom à l’incident
group-error-quotes = Écrivez des monnaies de rapport, par exemple USD EUR GBP
group-error-sources = Écrivez un actif et sa source, par exemple BTC=coingecko
group-error-currency = Choisissez une des monnaies
group-error-basis = Choisissez le moment de l’évaluation
group-error-whole-number = Écrivez un nombre entier de { $min } à { $max }
group-error-settings-version = Quelqu’un a modifié les réglages pendant que vous les aviez ouverts. Ce que vous avez écrit est gardé. Vérifiez, puis enregistrez à nouveau.
group-error-title = Dites en quelques mots à quoi sert le rapport
group-error-stale = Rien ne peut être téléchargé ni figé tant que des dossiers attendent d’être évalués aux prix actuels : { $claims }. Si cela ne finit pas de soi-même en quelques minutes, appuyez sur « Évaluer les dossiers maintenant ».
group-error-bases = { $count ->
    [1] Une série de totaux à une autre date est déjà conservée, et c’est le maximum ({ $limit }). Supprimez-la d’abord.
   *[other] { $count } séries de totaux à d’autres dates sont déjà conservées, et c’est le maximum ({ $limit }). Supprimez-en une d’abord.
}
group-error-basis-never = Rien n’a encore été calculé { $basis }. Ouvrez les totaux et appuyez sur « Calculer ces totaux ».
group-error-basis-outdated = Ces totaux sont périmés : { $claims }. Ils ne peuvent pas être téléchargés avant un nouveau calcul. Ouvrez les totaux et appuyez sur « Calculer ces totaux à nouveau ».
group-error-nothing-to-freeze = Il n’y a encore rien à figer : aucun dossier n’a été remis
group-error-snapshot = Choisissez un rapport
group-error-investigator = Choisissez un enquêteur
group-error-recipient = Indiquez à quel titre ils la reçoivent : cela décide quel accord compte
group-error-kind = Il n’y a que des recueils avec originaux et noms, de ceux qui sont d’accord
group-error-purpose = Dites à quoi cela sert : cela figure au journal

# Ce qui a été fait
done-group-decided = La décision est enregistrée. La personne lésée la voit dans son dossier.
done-group-message = Le message est envoyé.
done-group-messages-read = Les messages sont marqués comme lus.
done-group-reviewed = La ligne est enregistrée, et les totaux avec elle.
done-group-prices-added = Les prix sont ajoutés et tous les dossiers réévalués.
done-group-prices-partly = Les prix sont ajoutés et tous les dossiers réévalués. Certaines lignes n’ont pas pu être lues : la liste des fichiers de prix montre lesquelles, et pourquoi.
done-group-prices-removed = Le fichier de prix est retiré et tous les dossiers réévalués.
done-group-valued = Tous les dossiers sont évalués aux derniers prix.
done-group-working = Les dossiers sont en cours d’évaluation. Cela continue tout seul : rechargez cette page dans un instant.
done-group-basis-made = Les totaux sont calculés.
done-group-basis-making = Les totaux sont en cours de calcul. Cette page montre l’avancement.
done-group-basis-removed = Les totaux sont supprimés.
done-group-listed = L’actif est inscrit et tous les dossiers réévalués.
done-group-unlisted = L’actif est retiré de la liste et tous les dossiers réévalués.
done-group-terms = L’actif pont et les actifs comptés pour 1 USD sont enregistrés, et tous les dossiers réévalués.
done-group-settings = Les réglages sont enregistrés et tous les dossiers réévalués.
done-group-freezing = Le rapport est en préparation. Il apparaîtra ici une fois figé.
done-group-release-asked = La transmission est demandée. Une deuxième personne doit l’approuver.
done-group-release-approved = La transmission est approuvée. L’enquêteur peut télécharger le recueil de preuves.
done-group-release-ended = La transmission est terminée. Personne ne peut plus en télécharger le recueil.

# Ce qu’un fichier dit d’une opération outre ses quantités.
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
