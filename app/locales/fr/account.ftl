account-sign-in = Se connecter
account-email = Adresse électronique
account-password = Mot de passe
account-current-password = Mot de passe actuel
account-new-password = Nouveau mot de passe
account-new-password-hint = Au moins 8 caractères ; 15 ou plus, c’est mieux. Quatre ou cinq mots que vous seul mettriez ensemble conviennent bien. Vous pouvez le coller depuis un gestionnaire de mots de passe.
account-no-password = Pas encore de mot de passe, ou perdu ? Demandez un nouveau lien de connexion à un coordinateur de votre groupe.
account-email-missing = Entrez votre adresse électronique
account-password-missing = Entrez un mot de passe
account-wrong = L’adresse électronique ou le mot de passe est incorrect
account-ended-idle = Votre session s’est terminée après { $minutes ->
    [1] une minute
   *[other] { $minutes } minutes
} sans activité.
account-ended-hours = Votre session s’est terminée parce qu’elle avait duré { $hours ->
    [1] une heure
   *[other] { $hours } heures
}, sa durée maximale.
account-ended-password = Votre session s’est terminée parce que le mot de passe de votre compte a été changé.
account-ended-elsewhere = Votre session s’est terminée parce que vous avez déconnecté tous les autres navigateurs.
account-typed-kept = Ce que vous avez saisi est gardé pendant { $minutes ->
    [1] une minute
   *[other] { $minutes } minutes
}. Connectez-vous avec le même compte, et il revient dans le formulaire. Rien n’est envoyé tant que vous n’y appuyez pas sur le bouton.
account-typed-too-long = Ce que vous avez saisi était trop long pour être gardé. Revenez en arrière dans votre navigateur et copiez-le avant de vous connecter.
account-typed-files = Rien n’a été envoyé. Choisissez à nouveau les fichiers une fois connecté.
account-password-short = Le mot de passe doit avoir au moins 8 caractères
account-password-long = Le mot de passe peut avoir au plus { $count } caractères
account-password-common = Ce mot de passe est l’un des premiers que l’on devine. Choisissez-en un plus long ou moins courant
account-name = Nom
account-name-hint = Le nom sous lequel vous voulez être appelé. Vos coordinateurs le voient. Une autorité ne le voit que si vous y consentez.
account-name-missing = Entrez un nom
account-name-long = Le nom peut avoir au plus { $count } caractères
account-confirm = Confirmez votre mot de passe
account-confirm-text = Nous demandons à nouveau votre mot de passe pour protéger la suite.
account-go-on = Continuer
account-join = Rejoindre « { $incident } »
account-link-for = Ce lien a été créé pour { $email }.
account-link-sign-in = Choisissez un nouveau mot de passe
account-link-sign-in-text = Ce lien a été créé parce que vous l’avez demandé. Il fonctionne une seule fois.
account-link-filing-text = Un coordinateur a préparé un dossier pour vous. Une fois inscrit, vérifiez-le et dites s’il est juste. Sans votre confirmation, il ne compte pas.
account-role-claimant = Vous êtes invité à remettre ce que vous avez sur les opérations qui n’étaient pas les vôtres. Vous décidez de chaque étape : ce que vous donnez, qui peut le voir et quand vous le reprenez.
account-role-coordinator = Vous êtes invité à coordonner : examiner les dossiers, tenir les prix de référence et additionner les pertes.
account-role-investigator = Vous êtes invité à recevoir les recueils de preuves que le groupe vous transmet.
account-before = Nous gardons votre nom, votre adresse électronique et une forme brouillée de votre mot de passe. Nous ne gardons rien d’autre tant que vous ne l’ajoutez pas vous-même.
account-accept = Accepter et continuer
account-sign-in-first = Cette adresse a déjà un compte. Connectez-vous, et vous reviendrez ici.
account-other = Vous êtes connecté avec une autre adresse. Déconnectez-vous, puis rouvrez le lien.
account-dead-link = Ce lien ne fonctionne pas
account-link-unknown = Ce lien n’existe pas, ou un plus récent l’a remplacé. Cherchez le courriel le plus récent, ou demandez un autre lien à votre coordinateur.
account-link-used = Ce lien a déjà servi. Si c’était vous, connectez-vous. Sinon, prévenez tout de suite votre coordinateur.
account-link-expired = Ce lien est trop ancien. Demandez-en un autre à votre coordinateur.
account-link-officer = Ce lien a été créé pour une personne lésée, et vous avez reçu un autre rôle depuis. Demandez un lien à la personne qui gère le serveur.
account-link-revoked = Ce lien a été révoqué. Interrogez votre coordinateur si vous pensez que c’est une erreur.
account-title = Votre compte
account-details = Nom et langue
account-language = Langue
account-save = Enregistrer
account-change-password = Changer votre mot de passe
account-sessions = Où vous êtes connecté
account-session-since = Connecté le
account-session-last = Dernière activité le
account-this-session = ce navigateur
account-end-others = Se déconnecter partout ailleurs
account-current-wrong = Le mot de passe actuel est incorrect
done-signed-out = Vous êtes déconnecté.
done-joined = Bienvenue. Vous êtes inscrit.
done-joined-waiting = Votre compte est prêt. Une deuxième personne doit vous confirmer avant que vous puissiez voir quoi que ce soit.
done-account-saved = Enregistré.
done-password-changed = Le mot de passe est changé, et toutes les autres sessions ont été fermées.
done-others-ended = Toutes les autres sessions ont été fermées.
done-stayed = Vous êtes toujours connecté. Vous pouvez fermer cet onglet et continuer où vous en étiez.
done-late-discarded = Ce que vous aviez saisi a été effacé.
